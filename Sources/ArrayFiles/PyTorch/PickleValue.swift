/// A value in a pickle, as far as tensors need them.
enum PickleValue: Sendable {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// A list or a tuple: its place among the containers.
  ///
  /// So nothing that is nested is freed, or copied, as deep as a file says.
  case items(Int)
  /// The same of a dictionary, whose keys and values take turns.
  case dictionary(Int)
  /// A function or a class, as `module.name`.
  case global(String)
  case storage(TorchStorage)
  case tensor(TorchTensor)
}

/// Memory that tensors share, in a member of the archive.
struct TorchStorage: Sendable {
  let elementType: ElementType
  /// What PyTorch calls the type.
  let spelling: String
  /// The name of the member, below `data`.
  let key: String

  /// The storage of a class such as `torch.FloatStorage`; `nil` for another.
  init?(_ name: String, key: String) {
    guard let type = Self.types[name] else { return nil }
    elementType = type
    spelling = name
    self.key = key
  }

  private static let types: [String: ElementType] = [
    "torch.FloatStorage": .float32, "torch.DoubleStorage": .float64,
    "torch.HalfStorage": .float16, "torch.BFloat16Storage": .bfloat16,
    "torch.LongStorage": .int64, "torch.IntStorage": .int32,
    "torch.ShortStorage": .int16, "torch.CharStorage": .int8,
    "torch.ByteStorage": .uint8, "torch.BoolStorage": .uint8,
  ]
}

/// Elements of a storage.
struct TorchTensor: Sendable {
  let storage: TorchStorage
  /// The first element.
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
