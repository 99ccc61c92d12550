import CLogits
import Logits
import TestSupport

extension CCase {
  /// Any case: a good one, which is spoiled half of the times.
  init(using generator: inout some RandomNumberGenerator) {
    function = generator.one(of: CFunction.allCases)
    type = generator.one(of: [.float, .double, .float16, .bfloat16])
    numbers = generator.one(of: NumberKind.allCases)
    let most = generator.once(in: 40) ? 2050 : 130
    let shape = LinearShape(
      samples: generator.below(5),
      features: 1 + generator.below(generator.once(in: 9) ? 300 : 20),
      classes: generator.classes(upTo: function.isLinear ? 40 : most))
    layout.classes = Int64(function.isLinear ? shape.features : shape.classes)
    if !generator.once(in: 4) {
      setOptions(classes: shape.classes, &generator)
    }
    place(shape, &generator)
    setTargets(shape, &generator)
    if generator.once(in: 2) { spoil(&generator) }
  }

  /// The options that count.
  private var known: logits_options {
    options.map(Self.known) ?? logits_options()
  }

  /// Lays the buffers out, from one end of the memory.
  private mutating func place(
    _ shape: LinearShape, _ generator: inout some RandomNumberGenerator
  ) {
    let fromEnd = generator.once(in: 2)
    // The place of the first buffer is the stride of the others.
    let stride =
      shape.classes + (generator.once(in: 2) ? generator.below(9) : 0)
    var used = 0
    for (role, var place) in places(shape, stride, &generator) {
      let unit = place.elementSize
      // Often the very ends, and any multiple of an element.
      used += generator.once(in: 3) ? 0 : unit * generator.below(9)
      used = (used + unit - 1) / unit * unit
      guard used + place.bytes.count <= Arena.size else { continue }
      let start =
        fromEnd
        ? (Arena.size - used - place.bytes.count) / unit * unit : used
      place.offset = start
      buffers[role] = place
      used = fromEnd ? Arena.size - start : start + place.bytes.count
    }
    for buffer in function.buffers
    where buffers[buffer.role] == nil && !buffer.isOptional {
      fail(LOGITS_ERROR_POINTER)
    }
    if generator.once(in: 4) { workInPlace() }
  }

  /// All buffers, in any order, some of those that are optional left out.
  private func places(
    _ shape: LinearShape, _ stride: Int,
    _ generator: inout some RandomNumberGenerator
  ) -> [(LogitsError.Buffer, Place)] {
    let (n, c) = (shape.samples, shape.classes)
    let scalar: _ElementType = type == .double ? .double : .float
    let alike: [_ElementType] =
      type == .double ? [.double] : [.float, .float16, .bfloat16]
    var places: [(LogitsError.Buffer, Place)] = []
    func add(
      _ role: LogitsError.Buffer, _ count: Int, _ type: _ElementType,
      isWritten: Bool = false, size: Int? = nil
    ) {
      places.append(
        (
          role,
          Place(
            count: Int64(count), type: type.code, isWritten: isWritten,
            rows: (count, 1, 1), elementSize: size ?? type.size)
        ))
    }
    for (i, buffer) in function.buffers.enumerated()
    where !(buffer.isOptional && generator.once(in: 4)) {
      let role = buffer.role
      switch buffer.kind {
      case .rows:
        // Those after the first may say that they have the same stride.
        let own = i > 0 && generator.once(in: 2) ? generator.below(9) + c : 0
        let given = own > 0 ? own : i > 0 || stride == c ? 0 : stride
        let rows = own > 0 ? own : stride
        let type =
          i == 0 ? type : buffer.isWritten ? scalar : generator.one(of: alike)
        var place = Place(
          count: 0, stride: Int64(given), type: type.code,
          isWritten: buffer.isWritten, rows: (n, rows, c),
          elementSize: type.size)
        place.count = Int64(place.length)
        places.append((role, place))
      case .numbers:
        add(role, n, generator.one(of: [.float, .double]), isWritten: true)
      case .losses:
        add(
          role, known.reduction == 2 ? n : 1,
          generator.one(of: [.float, .double]), isWritten: true)
      case .indices:
        add(
          role, n, buffer.isWritten ? .int16 : .int64,
          isWritten: buffer.isWritten)
      case .evaluations, .partials:
        add(role, n, .double, isWritten: buffer.isWritten, size: 64)
        places[places.count - 1].1.type = 0
      case .features, .weight, .bias, .outputs:
        add(
          role, shape.count(role), i == 0 ? type : generator.one(of: alike),
          isWritten: buffer.isWritten)
      }
    }
    guard function.hasLoss, let size = options?.size else {
      return places.shuffled(using: &generator)
    }
    for (field, role, count) in [
      (\logits_options.class_weights, LogitsError.Buffer.classWeights, c),
      (\.sample_weights, .sampleWeights, n),
      (\.upstream, .upstream, known.reduction == 2 ? n : 1),
    ]
    where (MemoryLayout<logits_options>.offset(of: field) ?? 0) + 32 <= size
      && generator.once(in: 2) && function.optionBuffers.contains(role)
    {
      add(role, count, generator.one(of: [.float, .double, .bfloat16]))
    }
    return places.shuffled(using: &generator)
  }

  /// Moves the result onto the rows that it may overwrite.
  private mutating func workInPlace() {
    guard let roles = function.inPlace, let input = buffers[roles.input],
      let output = buffers[roles.output], input.type == output.type,
      input.rows == output.rows
    else { return }
    buffers[roles.output]?.offset = input.offset
  }

  private mutating func setTargets(
    _ shape: LinearShape, _ generator: inout some RandomNumberGenerator
  ) {
    guard let place = buffers[.targets] else { return }
    let options = known
    targets = (0..<place.rows.number).map { _ in
      options.has_ignore_index != 0 && generator.once(in: 4)
        ? options.ignore_index : Int64(generator.below(shape.classes))
    }
  }
}
