import CLogits

extension CCase {
  /// Options of which each is mostly in its range, and sometimes anything.
  mutating func setOptions(_ generator: inout some RandomNumberGenerator) {
    var options = logits_options()
    let size = MemoryLayout<logits_options>.size
    options.size =
      generator.once(in: 30)
      ? generator.one(of: [0, 4, 9, size + 8, .max, size - 1])
      : generator.once(in: 8) ? 8 * (1 + generator.below(size / 8)) : size
    options.reduction =
      generator.once(in: 40)
      ? Int32(truncatingIfNeeded: generator.next())
      : Int32(generator.below(3))
    options.has_ignore_index = Int32(generator.below(3)) - 1
    options.ignore_index = generator.one(
      of: [-100, 0, -1, classes, .min, .max, 1])
    func option(_ values: [Double]) -> Double {
      guard generator.once(in: 60) else { return generator.one(of: values) }
      return generator.one(of: [
        -1, -1e-300, .nan, .infinity, -.infinity, 1e300, 1e16, 1e-16,
        Double(bitPattern: generator.next()),
      ])
    }
    options.label_smoothing = option([0, 0, 0.1, 1, generator.fraction()])
    options.z_loss = option([0, 0, 1e-4, 1, 1e300, 0x1p-1030])
    options.temperature = option([0, 1, 1, 0.7, 3, 1e-15, 1e15])
    options.softcap = option([0, .infinity, 30, 2, 1e-15, 1e15])
    options.divisor = option([0, 0, 4, 0x1p-1030, 1e300, 0.5])
    options.memory = generator.one(
      of: [
        0, 0, 1, 100, 4096, 1 << 40, .max, 0, generator.once(in: 9) ? -1 : 7,
      ])
    options.row_stride =
      generator.once(in: 2) ? 0 : classes + Int64(generator.below(10))
    if generator.once(in: 40) {
      options.row_stride = generator.one(of: [-1, .min, .max, classes - 1])
    }
    if generator.once(in: 2) {
      classWeights = (0..<classes).map { _ in
        generator.one(of: [0, 1, 0.5, 3e38, 0x1p-1030, generator.fraction()])
      }
      if generator.once(in: 20) {
        classWeights?[generator.below(Int(classes))] = generator.one(
          of: [-1, .nan, .infinity, 1e39, -0x1p-1030])
      }
    }
    self.options = options
  }
}
