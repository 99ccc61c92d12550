import ArgumentParser

/// What stored numbers are.
package enum InputKind: String, ExpressibleByArgument, CaseIterable {
  case logits
  case logProbabilities = "log-probabilities"
  case probabilities
}

/// How stored logits are read.
package struct InputFormat {
  /// The axis of the classes; the last without one.
  var classAxis: Int?
  /// How many classes are read, from the first; all without a number.
  var classes: Int?
  /// What the numbers are; `nil` if nobody says so.
  var kind: InputKind?

  package init(
    classAxis: Int? = nil, classes: Int? = nil, kind: InputKind? = nil
  ) {
    self.classAxis = classAxis
    self.classes = classes
    self.kind = kind
  }
}

/// The options that say how stored logits are read.
struct InputOptions: ParsableArguments {
  // It may be negative, which otherwise would be taken for an option.
  @Option(
    parsing: .unconditional,
    help: """
      The axis of the classes, from 0; negative ones count from the end. \
      (default: -1)
      """)
  var classAxis: Int?

  @Option(help: "Read the first so many classes only. (default: all)")
  var classes: Int?

  @Option(
    help: """
      What the files hold; of probabilities, the logarithms are taken. \
      (default: logits)
      """)
  var input: InputKind?

  func validate() throws {
    if let classes, classes < 1 {
      throw ValidationError("--classes must be at least 1, not \(classes).")
    }
  }

  var format: InputFormat {
    InputFormat(classAxis: classAxis, classes: classes, kind: input)
  }
}
