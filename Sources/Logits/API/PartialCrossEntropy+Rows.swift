/// What a chunk of the classes says of each sample's loss, into the caller's
/// buffer.
///
/// The rows hold the logits of some of the classes, those from `firstClass` on.
/// The results of all chunks, merged, give the loss: see ``PartialCrossEntropy``.
/// Targets are not checked: one that no chunk has leaves the merged loss NaN, as
/// does a NaN in any chunk.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: The logits of the chunk.
///   - layout: How they lie.
///   - targets: The class of each sample, counted over all classes. A chunk
///     without it is fine.
///   - firstClass: The chunk's first class, 0 or more.
///   - results: Where the results go, one element per sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the layout makes no sense, a buffer does not fit
///   it, buffers overlap, `firstClass` is negative, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
public func partialCrossEntropy<Logits, Targets, Results>(
  _ logits: borrowing Logits,
  _ layout: Layout,
  targets: borrowing Targets,
  firstClass: Int,
  into results: inout Results,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage & ~Copyable & ~Escapable,
  Logits.Element: StoredLogit,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex,
  Results: MutableContiguousStorage<PartialCrossEntropy> & ~Copyable
    & ~Escapable
{
  try logits.withUnsafeBufferPointer { (logits) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      try results.withUnsafeMutableElements { (results) throws(LogitsError) in
        try computePartialCrossEntropy(
          Elements<Logits.Element.Scalar>(logits), layout,
          TargetElements(targets), firstClass: firstClass, into: results,
          execution)
      }
    }
  }
}
