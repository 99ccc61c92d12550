/// Where the logits of a sample lie, class by class.
package struct ClassPlaces: RandomAccessCollection {
  @usableFromInline let first: Int
  @usableFromInline let step: Int
  package let count: Int

  @inlinable
  package init(from first: Int, by step: Int, count: Int) {
    self.first = first
    self.step = step
    self.count = count
  }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { count }
  @inlinable package subscript(index: Int) -> Int { first + index * step }
}
