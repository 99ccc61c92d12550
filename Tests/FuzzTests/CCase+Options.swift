import CLogits

extension CCase {
  /// Options that are in their ranges, of any size.
  mutating func setOptions(
    classes: Int, _ generator: inout some RandomNumberGenerator
  ) {
    var options = logits_options()
    let size = MemoryLayout<logits_options>.size
    options.size =
      generator.once(in: 8) ? 8 * (1 + generator.below(size / 8)) : size
    options.threads = generator.one(of: [0, 1, 2, 9, .max])
    options.backend = Int32(generator.below(2))
    options.instruction_set = Int32(generator.below(2))
    options.negative_infinity_rows = Int32(generator.below(2))
    options.reduction = Int32(generator.below(3))
    options.has_ignore_index = Int32(generator.below(3)) - 1
    options.ignore_index = generator.one(
      of: [-100, 0, -1, Int64(classes), .min, .max, 1])
    options.label_smoothing = generator.one(
      of: [0, 0, 0.1, 1, generator.fraction()])
    options.empty_mean = Int32(generator.below(2))
    options.divisor_kind = Int32(generator.below(3))
    options.divisor = generator.one(of: [0, 4, 0x1p-1030, 1e300, 0.5])
    options.input =
      function == .crossEntropy && generator.once(in: 4)
      ? Int32(generator.below(3)) : 0
    if options.input == 0 {
      options.z_loss = generator.one(of: [0, 0, 1e-4, 1, 1e300, 0x1p-1030])
      options.temperature = generator.one(of: [0, 1, 1, 0.7, 3, 1e-15, 1e15])
      options.softcap = generator.one(of: [0, .infinity, 30, 2, 1e-15, 1e15])
    }
    options.accumulates = Int32(generator.below(2))
    options.memory = generator.one(of: [0, 0, 1, 100, 4096, 1 << 40, .max])
    self.options = options
  }

  /// Puts one option out of its range, or the size.
  mutating func spoilOptions(_ generator: inout some RandomNumberGenerator) {
    guard var options else { return }
    defer { self.options = options }
    let size = MemoryLayout<logits_options>.size
    guard !generator.once(in: 4) else {
      options.size = generator.one(of: [0, 4, 9, size + 8, .max, size - 1])
      return fail(LOGITS_ERROR_STRUCT_SIZE)
    }
    func spoil<Value>(
      _ field: WritableKeyPath<logits_options, Value>, _ value: Value
    ) {
      options[keyPath: field] = value
      let end =
        (MemoryLayout<logits_options>.offset(of: field) ?? 0)
        + MemoryLayout<Value>.size
      if end <= options.size { fail(LOGITS_ERROR_OPTION) }
    }
    let number = generator.one(of: [-1, 99, .max, .min] as [Int32])
    guard function.hasLoss else {
      return generator.once(in: 2)
        ? spoil(\.backend, number) : spoil(\.instruction_set, number)
    }
    switch generator.below(7) {
    case 0: spoil(\.reduction, number)
    case 1: spoil(\.input, number)
    case 2: spoil(\.label_smoothing, generator.one(of: [-1e-300, .nan, 1.1]))
    case 3: spoil(\.z_loss, generator.one(of: [-1, .nan, .infinity]))
    case 4: spoil(\.temperature, generator.one(of: [-1, .nan, 1e16]))
    case 5: spoil(\.softcap, generator.one(of: [-1, .nan, 1e-16]))
    case 6 where function.hasLayout:
      spoil(\.threads, generator.one(of: [-1, .min]))
    default: break
    }
  }
}
