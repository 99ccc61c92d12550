import CLogits
import Logits
import TestSupport

/// What makes a good call a bad one, and what logits.h says of it.
extension CCase {
  mutating func spoil(_ generator: inout some RandomNumberGenerator) {
    switch generator.below(8) {
    case 0: spoilOptions(&generator)
    case 1: spoilLayout(&generator)
    case 2: spoilTargets(&generator)
    case 3: spoilOverlap(&generator)
    default: spoilBuffer(&generator)
    }
  }

  private mutating func spoilLayout(
    _ generator: inout some RandomNumberGenerator
  ) {
    guard function.hasLayout else { return }
    switch generator.below(3) {
    case 0:
      layout.classes = generator.one(of: [0, -1, .min])
      fail(LOGITS_ERROR_LAYOUT)
    case 1:
      layout.positions = generator.one(of: [-1, .min])
      fail(LOGITS_ERROR_LAYOUT)
    default:
      // Without samples there may be any number of classes.
      guard buffers[function.buffers[0].role]?.count ?? 0 > 0 else { return }
      layout.classes = generator.one(of: [.max, 1 << 61, .max / 8 + 1])
      fail(LOGITS_ERROR_LAYOUT, LOGITS_ERROR_SIZE)
    }
  }

  private mutating func spoilTargets(
    _ generator: inout some RandomNumberGenerator
  ) {
    guard function.checksTargets, !targets.isEmpty,
      let classes = classCount
    else { return }
    let ignored = options.map(Self.known).flatMap {
      $0.has_ignore_index == 0 ? nil : $0.ignore_index
    }
    let bad = generator.one(of: [-1, -100, classes, .max, .min])
    guard bad != ignored else { return }
    targets[generator.below(targets.count)] = bad
    fail(LOGITS_ERROR_TARGET)
  }

  private var classCount: Int64? {
    guard function.isLinear else { return layout.classes }
    return buffers[.weight].map { $0.count / layout.classes }
  }

  /// Moves a result onto another buffer.
  private mutating func spoilOverlap(
    _ generator: inout some RandomNumberGenerator
  ) {
    let roles = buffers.keys.sorted { $0.rawValue < $1.rawValue }
      .filter { !(buffers[$0]?.bytes.isEmpty ?? true) }
    let results = roles.filter { buffers[$0]?.isWritten ?? false }
    guard let result = results.randomElement(using: &generator),
      let other = roles.filter({ $0 != result })
        .randomElement(using: &generator),
      var place = buffers[result], let target = buffers[other]
    else { return }
    let unit = place.elementSize
    let start =
      (target.bytes.lowerBound + generator.below(target.bytes.count)) / unit
      * unit
    guard start + place.bytes.count <= Arena.size else { return }
    place.offset = start
    let isAllowed =
      function.inPlace?.output == result && function.inPlace?.input == other
    guard place.bytes.overlaps(target.bytes), !isAllowed,
      // Read before anything is written.
      other != .upstream || target.rows.number != 1
    else { return }
    buffers[result] = place
    fail(LOGITS_ERROR_OVERLAP)
  }

  private mutating func spoilBuffer(
    _ generator: inout some RandomNumberGenerator
  ) {
    let roles = buffers.keys.sorted { $0.rawValue < $1.rawValue }
    guard let role = roles.randomElement(using: &generator),
      var place = buffers[role]
    else { return }
    defer { buffers[role] = place }
    switch generator.below(6) {
    case 0:
      guard place.count > 0 else { return }
      place.offset = nil
      fail(LOGITS_ERROR_POINTER)
    case 1:
      guard place.elementSize > 1, let offset = place.offset else { return }
      place.offset = offset + 1 + generator.below(place.elementSize.alignment)
      fail(LOGITS_ERROR_POINTER)
    case 2:
      place.count = generator.one(of: [-1, .min, .max])
      fail(LOGITS_ERROR_SIZE, LOGITS_ERROR_POINTER)
    case 3:
      // One less than that of rows, or of anything else; but a mean may be of
      // any number of losses.
      guard place.count > 0,
        function != .partialLosses || role != .partials
      else { return }
      place.count -= 1
      fail(LOGITS_ERROR_SIZE)
    case 4:
      guard place.type != 0 else { return }
      place.type = generator.one(of: [0, 13, -1, .max, .min])
      fail(LOGITS_ERROR_TYPE)
    default:
      guard place.stride != 0 || function.inPlace != nil, place.rows.length > 1
      else { return }
      place.stride = generator.one(of: [-1, .min, 1])
      fail(LOGITS_ERROR_LAYOUT)
    }
  }
}

extension Int {
  /// The bytes within an element that an address may be off by.
  fileprivate var alignment: Int { Swift.min(self, 8) - 1 }
}
