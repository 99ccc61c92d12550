import Logits

/// A function of the library, for tests that walk all of them.
///
/// `Memory` holds what it reads and what it writes: a `RowMemory` for functions
/// on rows, a `LayerMemory` for those on linear layers.
package struct TestOperation<Memory: OperationMemory>: Sendable {
  package typealias Buffers = Set<LogitsError.Buffer>

  package private(set) var name: String
  package let takes: Buffers
  package let writes: Buffers
  /// Which of these buffers a caller may leave out.
  package let optional: Buffers
  package let form: Form
  /// Its name in logits.h, if it is there.
  package let c: CFunction?
  /// Calls it, and returns the reduced loss, or 0 if there is none.
  package private(set) var call: @Sendable (Memory, Execution) throws -> Double

  /// Where its results go.
  package enum Form: CaseIterable, Sendable {
    case buffers
    /// The logits, or the upstream gradient, are overwritten.
    case inPlace
    /// Copied into the memory by `call`.
    case newArray
    /// A loss is returned, and a gradient may be written.
    case loss
    case lossAndInPlace

    package static var all: Set<Form> { Set(allCases) }
    package static var withLoss: Set<Form> { [.loss, .lossAndInPlace] }
  }

  /// A function that returns nothing but new arrays.
  package init(
    _ name: String, takes: Buffers = [.logits], writes: Buffers = [.output],
    optional: Buffers = [], _ form: Form = .buffers, c: CFunction? = nil,
    _ call: @escaping @Sendable (Memory, Execution) throws -> Void
  ) {
    self.name = name
    self.takes = takes
    self.writes = writes
    self.optional = optional
    self.form = form
    self.c = c
    self.call = { memory, execution in
      try call(memory, execution)
      return 0
    }
  }

  /// A function that returns a reduced loss.
  package init(
    loss name: String, takes: Buffers, writes: Buffers = [],
    optional: Buffers = [], inPlace: Bool = false, c: CFunction? = nil,
    _ call: @escaping @Sendable (Memory, Execution) throws -> Double
  ) {
    self.name = name
    self.takes = takes
    self.writes = writes
    self.optional = optional
    form = inPlace ? .lossAndInPlace : .loss
    self.c = c
    self.call = call
  }

  package var isInPlace: Bool { form == .inPlace || form == .lossAndInPlace }

  package var returnsLoss: Bool { Form.withLoss.contains(form) }

  /// Whether it is a method of `CrossEntropy`.
  package var takesOptions: Bool { takes.contains(.classWeights) }

  /// The same with another name, and with something to do before each call.
  package func named(
    _ name: String, before: @escaping @Sendable (Memory) throws -> Void
  ) -> TestOperation {
    var operation = self
    operation.name = name
    operation.call = { [call] memory, execution in
      try before(memory)
      return try call(memory, execution)
    }
    return operation
  }
}
