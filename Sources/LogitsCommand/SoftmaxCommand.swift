import ArgumentParser
import ArrayFiles
import Logits

struct SoftmaxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "softmax",
    abstract: "Write the softmax of each row of logits to an NPY file.",
    discussion: """
      INPUT is an NPY or safetensors file of floating-point numbers, samples × \
      classes, in C order, or a folder of safetensors files. OUTPUT has the \
      same shape, in float64 if the logits are, otherwise in float32. It is \
      written under a temporary name and renamed when it is complete, so it \
      may be INPUT itself.
      """)

  @Argument(help: "A file of logits.", completion: .file())
  var input: String

  @Argument(help: "The file of probabilities to write.", completion: .file())
  var output: String

  @Option(help: "The tensor of logits, if the file has several.")
  var tensor: String?

  @OptionGroup(title: "Logits") var inputOptions: InputOptions
  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions

  func run() throws {
    let execution = try executionOptions.execution()
    let logits = try LogitsFile(
      paths: [input], tensor: tensor, inputOptions, takesBinary: false)
    let file = try AtomicFile(path: output)
    let header = try NPYHeader(
      elementType: logits.isDouble ? .float64 : .float32,
      shape: logits.shape.results)
    try header.bytes().withUnsafeBytes { bytes in try file.write(bytes) }
    if logits.isDouble {
      try write(SampleReader<Double>(logits), execution, to: file)
    } else {
      try write(SampleReader<Float>(logits), execution, to: file)
    }
    try file.commit()
  }

  private func write<Scalar: LogitScalar>(
    _ reader: SampleReader<Scalar>, _ execution: Execution,
    to file: borrowing AtomicFile
  ) throws {
    try reader.forEachBlock { samples, logits in
      let probabilities = try softmax(
        logits, reader.layout, execution: execution)
      try probabilities.withUnsafeBytes { bytes in try file.write(bytes) }
    }
  }
}
