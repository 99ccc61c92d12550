import CLogits
import Logits
import TestSupport

extension CCase {
  /// Any case.
  init(using generator: inout some RandomNumberGenerator) {
    function = generator.one(of: CFunction.allCases)
    element =
      generator.one(
        of: function.signature.isLinear
          ? [.float, .double] : CElement.allCases)
    numbers = generator.one(of: NumberKind.allCases)
    samples = Int64(generator.below(5))
    features = Int64(1 + generator.below(generator.once(in: 9) ? 300 : 20))
    let most = generator.once(in: 40) ? 2050 : 130
    classes = Int64(
      generator.classes(upTo: function.signature.isLinear ? 40 : most))
    accumulates = generator.once(in: 2)
    if function.signature.takesOptions, !generator.once(in: 4) {
      setOptions(&generator)
    }
    switch generator.below(12) {
    case 0: setSenselessShape(&generator)
    case 1: setHugeShape(&generator)
    default: placeBuffers(&generator)
    }
    setTargets(&generator)
  }

  /// A shape that no batch has, and buffers that are too small for any.
  private mutating func setSenselessShape(
    _ generator: inout some RandomNumberGenerator
  ) {
    switch generator.below(3) {
    case 0: samples = generator.one(of: [-1, .min, .max])
    case 1: classes = generator.one(of: [0, generator.senselessSize()])
    default: features = generator.one(of: [0, generator.senselessSize()])
    }
    guard !shapeMakesSense else { return placeNothing() }
    for (i, buffer) in function.signature.buffers.enumerated()
    where !generator.once(in: 4) {
      self[buffer.role] = 4096 + 64 * i..<4104 + 64 * i
    }
  }

  /// A shape that an address can count, without any memory.
  private mutating func setHugeShape(
    _ generator: inout some RandomNumberGenerator
  ) {
    samples = Int64(generator.next() >> UInt64(4 + generator.below(60)))
    classes = Int64(generator.next() >> UInt64(4 + generator.below(60)))
    features = Int64(generator.next() >> UInt64(4 + generator.below(60)))
    placeNothing()
  }

  private mutating func placeNothing() {
    // Their number is that of the classes.
    classWeights = nil
    options?.class_weights = nil
  }

  /// Lays the buffers out, from one end of the memory.
  private mutating func placeBuffers(
    _ generator: inout some RandomNumberGenerator
  ) {
    guard shapeMakesSense else { return }
    let fromEnd = generator.once(in: 2)
    var used = 0
    for buffer in function.signature.buffers.shuffled(using: &generator) {
      guard !generator.once(in: buffer.isOptional ? 4 : 40) else { continue }
      let role = buffer.role
      let (count, unit) = (byteCount(role), alignment(role))
      // Often the very ends, and any multiple of an element.
      used += generator.once(in: 3) ? 0 : unit * generator.below(9)
      used = (used + unit - 1) / unit * unit
      guard used + count <= Arena.size else { continue }
      let start = fromEnd ? (Arena.size - used - count) / unit * unit : used
      self[role] = start..<start + count
      used = fromEnd ? Arena.size - start : start + count
    }
    if generator.once(in: 8) { moveOntoAnother(&generator) }
  }

  private func alignment(_ role: LogitsError.Buffer) -> Int {
    switch role {
    case .targets, .losses: 8
    case .output: function == .argmax ? 8 : element.wideSize
    case .logits: element.size
    default: element.wideSize
    }
  }

  /// Lets a result start within another buffer, or where it starts.
  private mutating func moveOntoAnother(
    _ generator: inout some RandomNumberGenerator
  ) {
    let all = function.signature.buffers.filter { self[$0.role] != nil }
    let written = all.filter(\.isWritten)
    guard !written.isEmpty, all.count > 1 else { return }
    let role = generator.one(of: written).role
    let other = generator.one(of: all.map(\.role).filter { $0 != role })
    guard let place = self[role], let otherPlace = self[other] else { return }
    let unit = alignment(role)
    let into =
      generator.once(in: 2) ? 0 : generator.below(otherPlace.count + unit)
    let start = (otherPlace.lowerBound + into) / unit * unit
    guard start + place.count <= Arena.size else { return }
    self[role] = start..<start + place.count
  }

  private mutating func setTargets(
    _ generator: inout some RandomNumberGenerator
  ) {
    guard let place = self[.targets] else { return }
    let ignored = knownOptions.map(\.ignore_index) ?? 0
    let bad = generator.once(in: 12)
    targets = (0..<place.count / 8).map { _ in
      if generator.once(in: 4), let options, options.has_ignore_index != 0 {
        return ignored
      }
      if bad, generator.once(in: 3) {
        return generator.one(of: [-1, -100, classes, .max, .min])
      }
      return Int64(generator.below(Int(max(classes, 1))))
    }
  }
}
