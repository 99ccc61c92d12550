/// The tensors in a pickle, by name: the keys of dictionaries and the indices of
/// lists on the way to them, with dots between.
struct TorchTensors {
  /// `nil` names the value itself.
  private(set) var tensors: [(name: String?, tensor: TorchTensor)] = []
  private let containers: [[PickleValue]]
  private var names: Set<String> = []
  /// What is left of what a file may ask for: containers may be in themselves.
  private var values = 1 << 20
  private var characters = 4 << 20

  private static let maximumDepth = 16

  init(parsing pickle: UnsafeRawBufferPointer) throws(HeaderError) {
    var machine = Pickle(pickle)
    let value = try machine.value()
    containers = machine.containers
    try add(value, nil, depth: 0)
  }

  private mutating func add(
    _ value: PickleValue, _ name: String?, depth: Int
  ) throws(HeaderError) {
    values -= 1
    characters -= name?.utf8.count ?? 0
    guard depth <= Self.maximumDepth, values >= 0, characters >= 0 else {
      throw HeaderError("has tensors that are nested too deeply")
    }
    switch value {
    case .tensor(let tensor):
      if let name, !names.insert(name).inserted {
        throw HeaderError("has two tensors \(name.quoted)")
      }
      tensors.append((name, tensor))
    case .items(let place):
      for (i, item) in containers[place].enumerated() {
        try add(item, joined(name, "\(i)"), depth: depth + 1)
      }
    case .dictionary(let place):
      let items = containers[place]
      for i in stride(from: 0, to: items.count - 1, by: 2) {
        switch items[i] {
        case .string(let key):
          try add(items[i + 1], joined(name, key), depth: depth + 1)
        case .integer(let key):
          try add(items[i + 1], joined(name, "\(key)"), depth: depth + 1)
        default: break
        }
      }
    default: break
    }
  }

  private func joined(_ name: String?, _ key: String) -> String {
    if let name { "\(name).\(key)" } else { key }
  }
}
