import ArgumentParser

/// The options for samples that are the tokens of texts.
struct SequenceOptions: ParsableArguments {
  @Option(
    help: """
      The lengths of the sequences, one a line of a file. (default: sequences on \
      the last axis of the samples)
      """, completion: .file())
  var sequences: String?

  @Option(help: "The bytes of the text, for the loss in bits per byte.")
  var bytes: Int?

  func validate() throws {
    if let bytes, bytes < 1 {
      throw ValidationError("--bytes must be at least 1, not \(bytes).")
    }
  }

  func sequences(of logits: LogitsFile) throws -> Sequences {
    try sequences.map { try Sequences(path: $0, samples: logits.samples) }
      ?? Sequences(logits.shape)
  }
}
