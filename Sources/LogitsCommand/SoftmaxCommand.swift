import ArgumentParser
import ArrayFiles
import Logits

struct SoftmaxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "softmax",
    abstract: "The softmax of each row of stored logits, into an NPY file.",
    discussion: """
      INPUT is an NPY or safetensors file of floating-point numbers, samples × \
      classes, in C order, or a folder of safetensors files. OUTPUT gets the \
      same shape, in float64 if the logits are, otherwise in float32. It is \
      written beside its place and renamed when it is complete, so it may be \
      INPUT itself.
      """)

  @Argument(help: "A file of logits.", completion: .file())
  var input: String

  @Argument(help: "Where the probabilities go.", completion: .file())
  var output: String

  @Option(help: "The tensor of logits, where the file has several.")
  var tensor: String?

  @OptionGroup(title: "Execution") var options: ExecutionOptions

  func run() throws {
    let execution = try options.execution()
    let logits = try LogitsFile(paths: [input], tensor: tensor)
    let file = try NewFile(path: output)
    let header = try NPYHeader(
      elementType: logits.isDouble ? .float64 : .float32,
      shape: logits.array.shape)
    try header.bytes().withUnsafeBytes { bytes in try file.write(bytes) }
    if logits.isDouble {
      try write(Double.self, logits, execution, to: file)
    } else {
      try write(Float.self, logits, execution, to: file)
    }
    try file.commit()
  }

  private func write<Scalar: LogitScalar>(
    _: Scalar.Type, _ logits: LogitsFile, _ execution: Execution,
    to file: borrowing NewFile
  ) throws {
    let reader = LogitsReader<Scalar>(logits)
    var progress = ProgressBar(total: logits.samples, bytes: logits.byteCount)
    defer { progress.finish() }
    let probabilities = UnsafeMutableBufferPointer<Scalar>.allocate(
      capacity: logits.blockRows(of: Scalar.self) * logits.classes)
    defer { probabilities.deallocate() }
    for rows in logits.blocks(of: Scalar.self) {
      let shape = BatchShape(samples: rows.count, classes: logits.classes)
      let output = UnsafeMutableBufferPointer(
        rebasing: probabilities[..<(rows.count * logits.classes)])
      try reader.withRows(rows) {
        try softmax($0, shape: shape, into: output, execution: execution)
      }
      try file.write(UnsafeRawBufferPointer(output))
      progress.update(rows.upperBound)
    }
  }
}
