// The stack of a pickle.
extension Pickle {
  func top() throws(HeaderError) -> PickleValue {
    guard let top = stack.last, stack.count > marks.last ?? 0 else {
      throw HeaderError.damagedPickle
    }
    return top
  }

  mutating func pop() throws(HeaderError) -> PickleValue {
    let top = try top()
    stack.removeLast()
    return top
  }

  mutating func pop(
    _ count: Int
  ) throws(HeaderError) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else {
      throw HeaderError.damagedPickle
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  mutating func popToMark() throws(HeaderError) -> [PickleValue] {
    guard let mark = marks.popLast() else {
      throw HeaderError.damagedPickle
    }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  mutating func push(_ items: [PickleValue]) {
    stack.append(.items(containers.count))
    containers.append(items)
  }

  mutating func pushDictionary(_ items: [PickleValue]) {
    stack.append(.dictionary(containers.count))
    containers.append(items)
  }

  /// Appends to the list or dictionary on top.
  mutating func append(
    _ items: [PickleValue]
  ) throws(HeaderError) {
    switch try top() {
    case .items(let place): containers[place] += items
    case .dictionary(let place) where items.count % 2 == 0:
      containers[place] += items
    default: throw HeaderError.damagedPickle
    }
  }
}
