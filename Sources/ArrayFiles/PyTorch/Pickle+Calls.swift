// What would be calls in Python.
extension Pickle {
  mutating func pushGlobal() throws(HeaderError) {
    let names = try pop(2)
    guard case .string(let module) = names[0],
      case .string(let name) = names[1]
    else { throw HeaderError.damagedPickle }
    stack.append(.global("\(module).\(name)"))
  }

  /// The storage of a persistent id.
  mutating func storage() throws(HeaderError) -> TorchStorage {
    guard case .items(let place) = try pop(), containers[place].count == 5,
      case .string("storage") = containers[place][0],
      case .global(let name) = containers[place][1],
      case .string(let key) = containers[place][2]
    else { throw HeaderError("has a pickle with an unknown persistent id") }
    guard let storage = TorchStorage(name, key: key) else {
      throw HeaderError(
        "has a tensor of unsupported type \(name.quoted); save x.float()")
    }
    return storage
  }

  mutating func reduce() throws(HeaderError) {
    guard case .items(let place) = try pop() else {
      throw HeaderError.damagedPickle
    }
    let arguments = containers[place]
    let function = try pop()
    guard case .global(let name) = function else { throw refused(function) }
    switch (name, arguments.first) {
    case ("collections.OrderedDict", nil): pushDictionary([])
    case ("torch._utils._rebuild_tensor_v2", _):
      stack.append(.tensor(try tensor(arguments)))
    case ("torch._utils._rebuild_parameter", let tensor?),
      ("torch.Size", let tensor?):
      stack.append(tensor)
    default: throw refused(function)
    }
  }

  /// Sets attributes, which only dictionaries may have: they are not kept.
  mutating func build() throws(HeaderError) {
    _ = try pop()
    guard case .dictionary = try top() else { throw refused(try top()) }
  }

  private func tensor(
    _ arguments: [PickleValue]
  ) throws(HeaderError) -> TorchTensor {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      case .integer(let offset) = arguments[1],
      let shape = integers(arguments[2]), let strides = integers(arguments[3]),
      shape.count == strides.count, offset >= 0
    else { throw HeaderError("has a tensor that is damaged") }
    return TorchTensor(
      storage: storage, offset: offset, shape: shape, strides: strides)
  }

  /// Extents or strides, of as many axes as PyTorch has at most.
  private func integers(_ value: PickleValue) -> [Int]? {
    guard case .items(let place) = value, containers[place].count <= 64 else {
      return nil
    }
    var integers: [Int] = []
    for item in containers[place] {
      guard case .integer(let integer) = item, integer >= 0 else { return nil }
      integers.append(integer)
    }
    return integers
  }

  func refused(_ function: PickleValue) -> HeaderError {
    let name = if case .global(let name) = function { name } else { "a value" }
    return HeaderError(
      "calls \(name.quoted), which is not done: save tensors alone, "
        + "torch.save({'logits': logits}, path)")
  }
}

extension HeaderError {
  static let damagedPickle = HeaderError("has a pickle that is damaged")
}
