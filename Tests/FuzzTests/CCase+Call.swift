import CLogits
import TestSupport

extension CCase {
  /// Calls the function with buffers in the memory that starts there.
  func call(_ memory: UnsafeMutableRawPointer) -> CInt {
    var arguments = CArguments(layout)
    arguments.buffers = buffers.mapValues { $0.output(memory) }
    guard var options else { return function.call(arguments) }
    func input(_ place: Place?) -> logits_input {
      place?.output(memory).input ?? logits_input()
    }
    options.class_weights = input(buffers[.classWeights])
    options.sample_weights = input(buffers[.sampleWeights])
    if function.hasLoss { options.upstream = input(buffers[.upstream]) }
    // Nothing but what the size says is there; of a strange size, only itself.
    let known = MemoryLayout<logits_options>.size
    let size =
      (8...known).contains(options.size) && options.size % 8 == 0
      ? options.size : 8
    return withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) {
      copy in
      withUnsafeBytes(of: options) {
        copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<size]))
      }
      arguments.options = UnsafeRawPointer(copy.baseAddress)?
        .assumingMemoryBound(to: logits_options.self)
      return function.call(arguments)
    }
  }
}

extension CCase.Place {
  fileprivate func output(_ memory: UnsafeMutableRawPointer) -> logits_output {
    logits_output(
      data: offset.map { memory + $0 }, count: count, stride: stride,
      type: type)
  }
}
