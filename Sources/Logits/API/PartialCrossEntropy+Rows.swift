/// What a slice of the classes says of each sample's loss, in a new array.
///
/// The rows hold the logits of some of the classes, those from `firstClass` on.
/// The results of all slices, merged, give the loss: see ``PartialCrossEntropy``.
/// Targets are not checked: one that no slice has leaves the merged loss NaN, as
/// does a NaN in any slice. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates the array only.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, counted over all classes. A slice
///     without it is fine.
///   - firstClass: The class of the first element of each row, 0 or more.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - execution: Where the work runs.
/// - Returns: One element per sample.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, `firstClass` is negative, or this machine cannot run `execution`.
@inlinable
public func partialCrossEntropy<Logit: StoredLogit, Logits, Targets>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  firstClass: Int,
  shape: BatchShape? = nil,
  execution: Execution = .automatic
) throws(LogitsError) -> [PartialCrossEntropy]
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex
{
  try logits.withUnsafeBufferPointer { (rows) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      let rows = Elements(rows)
      return try newArray(count: resultCount(rows, .logits, shape)) {
        (results) throws(LogitsError) in
        try computePartialCrossEntropy(
          rows, ClassIndices(targets), firstClass: firstClass, shape: shape,
          into: results, execution: execution)
      }
    }
  }
}

/// What a slice of the classes says of each sample's loss, into the caller's
/// buffer.
///
/// The rows hold the logits of some of the classes, those from `firstClass` on.
/// The results of all slices, merged, give the loss: see ``PartialCrossEntropy``.
/// Targets are not checked: one that no slice has leaves the merged loss NaN, as
/// does a NaN in any slice. No samples give no results.
///
/// - Complexity: O(samples × classes); allocates nothing.
/// - Parameters:
///   - logits: Rows of logits, row-major.
///   - targets: The class of each sample, counted over all classes. A slice
///     without it is fine.
///   - firstClass: The class of the first element of each row, 0 or more.
///   - shape: How the rows lie; `nil` if all elements are one sample's.
///   - results: Where the results go, one element per sample.
///   - execution: Where the work runs.
/// - Throws: ``LogitsError`` if the shape makes no sense, a buffer does not fit
///   it, buffers overlap, `firstClass` is negative, or this machine cannot run
///   `execution`. Nothing has been written then.
@inlinable
public func partialCrossEntropy<Logit: StoredLogit, Logits, Targets, Results>(
  _ logits: borrowing Logits,
  targets: borrowing Targets,
  firstClass: Int,
  shape: BatchShape? = nil,
  into results: consuming Results,
  execution: Execution = .automatic
) throws(LogitsError)
where
  Logits: ContiguousStorage<Logit> & ~Copyable & ~Escapable,
  Targets: ContiguousStorage & ~Copyable & ~Escapable,
  Targets.Element: ClassIndex,
  Results: MutableStorageView<PartialCrossEntropy> & ~Copyable & ~Escapable
{
  try logits.withUnsafeBufferPointer { (rows) throws(LogitsError) in
    try targets.withUnsafeBufferPointer { (targets) throws(LogitsError) in
      try results.withUnsafeMutableBufferPointer {
        (results) throws(LogitsError) in
        try computePartialCrossEntropy(
          Elements(rows), ClassIndices(targets), firstClass: firstClass,
          shape: shape, into: results, execution: execution)
      }
    }
  }
}
