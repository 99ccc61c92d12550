/// Why a file's header is refused: the reason of a ``FileError``.
package struct HeaderRefusal: Error, Equatable, CustomStringConvertible {
  package let reason: String

  init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}
