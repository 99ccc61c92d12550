import ArgumentParser
import ArrayFiles
import Logits

struct SoftmaxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "softmax",
    abstract: "Write the softmax of stored logits to a file.",
    discussion: """
      INPUT is a file of floating-point numbers: NPY, NPZ, safetensors, PyTorch's \
      .pt, text (.csv, .tsv, .txt), or llama.cpp's; or a folder of safetensors or \
      NPY files, or - for standard input. One axis has the classes, all others \
      the samples. OUTPUT has the same shape. It is safetensors if it is called so, with one \
      tensor, and otherwise NPY. It is written under a temporary name and \
      renamed when it is complete, so it may be INPUT itself.

        logits softmax x.npy p.npy
        logits softmax x.npy logp.safetensors --log --dtype bfloat16
        logits softmax x.pt p.npy --temperature 0.7
        logits softmax n_c_h_w.npy p.npy --class-axis 1
        logits softmax x.npy top.npy --top-k 5
      """)

  /// The types of an output.
  enum OutputType: String, ExpressibleByArgument, CaseIterable {
    case float16
    case bfloat16
    case float32
    case float64

    var elementType: ElementType {
      switch self {
      case .float16: .float16
      case .bfloat16: .bfloat16
      case .float32: .float32
      case .float64: .float64
      }
    }
  }

  @Argument(help: "A file of logits.", completion: .file())
  var input: String

  @Argument(help: "The file of probabilities to write.", completion: .file())
  var output: String

  @Option(help: "The tensor of logits, if the file has several.")
  var tensor: String?

  @Flag(help: "Write the logarithms of the probabilities.")
  var log = false

  @Option(help: "Divide the logits by this temperature.")
  var temperature = 1.0

  @Option(
    help: """
      The type of the output. (default: that of the input; float32 where NPY has \
      no bfloat16)
      """)
  var dtype: OutputType?

  @Option(
    help: """
      Write only the k most probable classes of each sample, to an NPY or CSV \
      file of records, k for each sample, of class and probability (or \
      logProbability). In NumPy, load(output).reshape(-1, k).
      """)
  var topK: Int?

  @OptionGroup(title: "Logits") var inputOptions: InputOptions
  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions

  private var resultName: String { log ? "logProbability" : "probability" }

  func validate() throws {
    guard let topK else { return }
    guard 1...1000 ~= topK else {
      throw ValidationError("--top-k must be from 1 to 1000, not \(topK).")
    }
    guard dtype == nil, !ResultFile.isSafetensors(output) else {
      throw ValidationError(
        "--top-k writes NPY or CSV with float64: no --dtype, no .safetensors.")
    }
  }

  func run() throws {
    let execution = try executionOptions.execution()
    let logits = try LogitsFile(
      paths: [input], tensor: tensor, inputOptions.format, takesBinary: false)
    if logits.isDouble || dtype == .float64 {
      try write(SampleReader<Double>(logits), of: logits, execution)
    } else {
      try write(SampleReader<Float>(logits), of: logits, execution)
    }
  }

  private func write<Scalar: LogitScalar>(
    _ reader: SampleReader<Scalar>, of logits: LogitsFile,
    _ execution: Execution
  ) throws {
    func results(_ block: UnsafeBufferPointer<Scalar>) throws -> [Scalar] {
      log
        ? try logSoftmax(
          block, reader.layout, temperature: temperature, execution: execution)
        : try softmax(
          block, reader.layout, temperature: temperature, execution: execution)
    }
    if let topK {
      let positions = logits.shape.positions
      guard topK <= logits.classes else {
        throw FileError(
          logits.path, "has \(logits.classes) classes, fewer than \(topK)")
      }
      let file = try TopClasses(
        path: output, topK, samples: logits.samples, value: resultName)
      try reader.forEachBlock { samples, block in
        let results = try results(block)
        try file.write(
          (0..<samples.count).map { sample in
            let first = logits.shape.resultIndex(ofSample: sample)
            return block.largest(
              topK, at: logits.shape.indices(ofSample: sample)
            ).map {
              ($0.class, Double(results[first + $0.class * positions]))
            }
          })
      }
      return try file.commit()
    }
    let file = try ResultFile(
      path: output, name: resultName, type: outputType(of: logits),
      shape: logits.shape.results)
    try reader.forEachBlock { _, block in try file.write(results(block)) }
    try file.commit()
  }

  private func outputType(of logits: LogitsFile) -> ElementType {
    if let dtype { return dtype.elementType }
    let type = logits.array.elementType
    let isWritten =
      type.npySpelling != nil
      || type == .bfloat16 && ResultFile.isSafetensors(output)
    return isWritten ? type : .float32
  }
}
