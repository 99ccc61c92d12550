/// What is wrong with the arguments of a call, or with the data in them.
///
/// An error is thrown before anything is written: the caller's buffers are as
/// they were. It prints as one line, which names the argument, the row and the
/// value. The module `LogitsFoundation` makes it a `LocalizedError` with that
/// line.
///
/// ```swift
/// do {
///   try CrossEntropy().loss(logits, .rows(of: 10), targets: labels)
/// } catch where error.code == .targetOutOfRange {
///   print("label \(error.value!) in row \(error.row!)")
/// }
/// ```
public struct LogitsError: Error, Hashable, Sendable {
  /// What kind of thing is wrong.
  public let code: Code

  /// The argument or option that it is wrong with, in words: `"sample weights"`.
  public let argument: String?

  /// The row, sample or element that is wrong, counted from 0.
  public let row: Int?

  /// The value that is wrong, rounded to Double.
  public let value: Double?

  /// All of this in one line.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.init(code, nil, message)
  }

  init(
    _ code: Code, _ argument: String? = nil, row: Int? = nil,
    value: Double? = nil, _ message: String
  ) {
    self.code = code
    self.argument = argument
    self.row = row
    self.value = value
    self.message = message
  }
}

extension LogitsError {
  /// The kind of an error.
  ///
  /// There may be more of them in a later version.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The code's name.
    public let rawValue: String

    /// A code of this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A layout makes no sense: no classes, a stride less than a row, more
    /// bytes than memory can address.
    public static let layout = Code(rawValue: "layout")

    /// A buffer's number of elements doesn't fit the layout.
    public static let size = Code(rawValue: "size")

    /// Element types that don't go together, or a type too small for a result.
    public static let elementType = Code(rawValue: "elementType")

    /// An output overlaps another buffer, and is not exactly that buffer where
    /// working in place is allowed.
    public static let overlap = Code(rawValue: "overlap")

    /// An option is out of its range.
    public static let option = Code(rawValue: "option")

    /// Results of different kinds can't be merged.
    public static let merge = Code(rawValue: "merge")

    /// A vector is not one of an evaluation summary.
    public static let summary = Code(rawValue: "summary")

    /// This build or this processor doesn't have what ``Execution`` asks for.
    public static let execution = Code(rawValue: "execution")

    /// A class index is negative, or not below the number of classes.
    public static let targetOutOfRange = Code(rawValue: "targetOutOfRange")

    /// A row of target probabilities doesn't sum to 1, and that was to be
    /// checked.
    public static let targetSum = Code(rawValue: "targetSum")

    /// A weight is not finite.
    public static let weight = Code(rawValue: "weight")

    /// A mean of no samples, where that was to be an error.
    public static let nothingCounts = Code(rawValue: "nothingCounts")

    /// Whether data are wrong, not the way in which a function is called.
    public var concernsData: Bool {
      [.targetOutOfRange, .targetSum, .weight, .nothingCounts, .summary]
        .contains(self)
    }
  }
}

extension LogitsError {
  /// Whether both say the same; the message has all that the error knows.
  public static func == (a: LogitsError, b: LogitsError) -> Bool {
    a.code == b.code && a.message == b.message
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(message)
  }
}

extension LogitsError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}
