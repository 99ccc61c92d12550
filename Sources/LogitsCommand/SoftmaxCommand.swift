import ArgumentParser
import ArrayFiles
import Logits

struct SoftmaxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "softmax",
    abstract: "The softmax of each row of an NPY file, into another.",
    discussion: """
      INPUT is an NPY file of float32 or float64, samples × classes, in C \
      order; OUTPUT gets the same type and shape. It is written beside its \
      place and renamed when it is complete, so it may be INPUT itself.
      """)

  @Argument(help: "An NPY file of logits.", completion: .file())
  var input: String

  @Argument(help: "Where the probabilities go.", completion: .file())
  var output: String

  @OptionGroup var options: ExecutionOptions

  func run() throws {
    let execution = try options.execution()
    let logits = try LogitsFile(path: input)
    let file = try NewFile(path: output)
    let header = try NPYHeader(
      elementType: logits.file.elementType, shape: logits.file.shape)
    try header.bytes().withUnsafeBytes { bytes in try file.write(bytes) }
    switch logits.file.elementType {
    case .float64: try write(Double.self, logits, execution, to: file)
    default: try write(Float.self, logits, execution, to: file)
    }
    try file.commit()
  }

  private func write<Scalar: LogitScalar>(
    _: Scalar.Type, _ logits: LogitsFile, _ execution: Execution,
    to file: borrowing NewFile
  ) throws {
    var progress = ProgressBar(total: logits.samples)
    let capacity = min(logits.blockRows, logits.samples) * logits.classes
    let probabilities = UnsafeMutableBufferPointer<Scalar>.allocate(
      capacity: capacity)
    defer { probabilities.deallocate() }
    try logits.forEachBlock(of: Scalar.self, progress: &progress) {
      _, shape, block in
      let output = UnsafeMutableBufferPointer(
        rebasing: probabilities[..<block.count])
      try softmax(block, shape: shape, into: output, execution: execution)
      try file.write(UnsafeRawBufferPointer(output))
    }
  }
}
