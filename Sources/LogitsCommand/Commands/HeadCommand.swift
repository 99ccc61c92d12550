import ArgumentParser
import ArrayFiles
import Logits

struct HeadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "head",
    abstract: "Evaluate a linear head on stored features.",
    usage: "logits head [OPTIONS] FEATURES WEIGHT [BIAS] LABELS",
    discussion: """
      FEATURES has the features of the samples on its last axis, WEIGHT is \
      classes × features, BIAS has one number per class, and LABELS one class \
      per sample. The figures are those of evaluate on the logits, which are \
      never stored. They are computed in double precision if the weights are \
      float64, otherwise in single precision. Each is a file of one array, of the \
      formats that evaluate reads.

        logits head hidden.npy weight.npy labels.npy
        logits head hidden.npy weight.npy bias.npy labels.npy --temperature 2
        logits head hidden.npy lm_head.npy tokens.npy --shift
      """)

  @Argument(
    help: "Files of features, weights, a bias if there is one, and labels.",
    completion: .file())
  var files: [String] = []

  @OptionGroup(title: "Labels") var labelOptions: LabelOptions
  @OptionGroup(title: "Loss") var lossOptions: LossOptions
  @OptionGroup(title: "Execution") var executionOptions: ExecutionOptions
  @OptionGroup var reportOptions: ReportOptions

  func validate() throws {
    guard 3...4 ~= files.count else {
      throw ValidationError(
        "Expected features, weights, perhaps a bias, and labels.")
    }
  }

  func run() throws {
    let execution = try executionOptions.execution()
    let features = try LogitsFile(
      paths: [files[0]], InputFormat(kind: .logits), takesBinary: false)
    let head = try LinearHead(
      weight: files[1], bias: files.count == 4 ? files[2] : nil, of: features)
    let logits = features.withClasses(head.classes)
    let targets = try labelOptions.targets(
      files[files.count - 1], of: logits, in: Sequences(logits.shape),
      takesProbabilities: true)
    let loss = try lossOptions.loss(
      classes: head.classes, ignoreIndex: targets.ignoreIndex)
    let start = ContinuousClock.now
    var evaluation = Evaluation(topK: [1, 5], bins: 15)
    func add(_ source: some SampleSource) throws {
      try evaluation.add(source, targets, loss, execution)
    }
    switch head.weight.elementType {
    case .float64:
      try add(HeadSource<Double, Double>(features, head, execution))
    case .float32:
      try add(HeadSource<Float, Float>(features, head, execution))
    #if !(os(macOS) && arch(x86_64))
    case .float16:
      try add(HeadSource<Float, Float16>(features, head, execution))
    #endif
    default:
      try add(HeadSource<Float, BFloat16>(features, head, execution))
    }
    try reportOptions.print(
      EvaluationReport(
        summary: evaluation.summary, calibration: evaluation.calibration,
        firstNonFiniteRow: evaluation.firstNonFiniteRow,
        classes: head.classes,
        inputLines: [("features", "\(features.classes)")] + targets.lines,
        throughput: Throughput(
          execution: execution,
          seconds: (ContinuousClock.now - start) / .seconds(1),
          samples: targets.count, bytes: features.byteCount)))
  }
}
