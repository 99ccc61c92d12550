/// Where the elements of an array are, and in which order.
enum ElementSource: Sendable {
  /// In C order, from a byte of a mapped file on.
  case contiguous(MappedFile, Int)
  /// In a mapped file, in any other order.
  case strided(MappedFile, StridedElements)
  /// In C order, from a byte of a compressed member on.
  case inflated(InflatedMember, Int)
  /// In a mapped file, to be computed.
  case logProbabilities(MappedFile, LogProbabilities)
}
