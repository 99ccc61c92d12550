/// The memory of a buffer, and its role in a call.
package typealias BufferMemory = (
  memory: UnsafeRawBufferPointer, role: LogitsError.Buffer
)

/// Buffers of a call, up to eight of them: an array would be allocated.
package struct BufferList {
  private typealias Eight = (
    BufferMemory, BufferMemory, BufferMemory, BufferMemory, BufferMemory,
    BufferMemory, BufferMemory, BufferMemory
  )

  private var buffers: Eight
  package private(set) var count = 0

  package init() {
    let none: BufferMemory = (
      UnsafeRawBufferPointer(start: nil, count: 0), .output
    )
    buffers = (none, none, none, none, none, none, none, none)
  }

  package mutating func append(
    _ memory: UnsafeRawBufferPointer, _ role: LogitsError.Buffer
  ) {
    let index = count
    precondition(index < 8)
    withUnsafeMutableBytes(of: &buffers) {
      $0.assumingMemoryBound(to: BufferMemory.self)[index] = (memory, role)
    }
    count += 1
  }

  package subscript(index: Int) -> BufferMemory {
    withUnsafeBytes(of: buffers) {
      $0.assumingMemoryBound(to: BufferMemory.self)[index]
    }
  }
}

/// - Throws: `overlap` if an output shares memory with an input or with another
///   output.
package func checkOverlaps(
  _ outputs: BufferList, _ inputs: BufferList
) throws(LogitsError) {
  for index in 0..<outputs.count {
    let output = outputs[index]
    func check(_ others: BufferList, _ count: Int) throws(LogitsError) {
      for index in 0..<count {
        let other = others[index]
        try checkOverlap(output.memory, output.role, other.memory, other.role)
      }
    }
    try check(inputs, inputs.count)
    try check(outputs, index)
  }
}
