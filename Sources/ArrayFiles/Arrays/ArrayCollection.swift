/// The arrays of files that belong together, by name.
///
/// An array may lie in several of them, as the rows of each.
public struct ArrayCollection: Sendable {
  private let files: [ArrayFile]
  /// The files' name in messages.
  private let path: String

  /// All safetensors files in a folder, or all NPY files, in the natural order of
  /// their names (2 before 10); without hidden ones.
  ///
  /// Where there is an index (`….safetensors.index.json`), it says which files are
  /// read.
  ///
  /// - Throws: ``FileError`` if there is none, there are files of both formats, one
  ///   cannot be read or is invalid, one that the index or the number of shards
  ///   asks for is missing, or there is a file of the whole beside its shards.
  public init(folder: String) throws(FileError) {
    files = try ShardFolder(folder).names.map { (name) throws(FileError) in
      try ArrayFile(path: "\(folder)/\(name)")
    }
    path = folder
  }

  /// The files at these paths, in this order.
  ///
  /// - Throws: ``FileError`` if there is none, or one cannot be read or is invalid.
  public init(paths: [String]) throws(FileError) {
    guard !paths.isEmpty else { throw .noPaths }
    self.init(
      try paths.map { (path) throws(FileError) in try ArrayFile(path: path) })
  }

  /// The files at these paths; a single one may be a folder.
  package init(at paths: [String]) throws(FileError) {
    if paths.count == 1, isFolder(paths[0]) {
      try self.init(folder: paths[0])
    } else {
      try self.init(paths: paths)
    }
  }

  init(_ files: [ArrayFile]) {
    self.files = files
    let more = files.count > 1 ? " and \(files.count - 1) more" : ""
    path = files[0].path + more
  }

  /// The names of the arrays, each once; none of arrays that have no name.
  public var names: [String] {
    var known: Set<[UInt8]> = []
    return files.flatMap(\.entries).compactMap(\.name)
      .filter { known.insert(Array($0.utf8)).inserted }
  }

  /// The names of logits and their labels, where both are called so.
  package var pair: (logits: String, labels: String)? {
    let names = names
    guard let logits = ["logits", "x"].first(where: names.contains),
      let labels = ["labels", "targets", "y"].first(where: names.contains)
    else { return nil }
    return (logits, labels)
  }

  /// Whether there is an array of that name, or one that matches the pattern.
  package func has(_ name: String) -> Bool {
    names.contains { $0.utf8.elementsEqual(name.utf8) || matches($0, name) }
  }

  /// The array of that name; if several files have it, the rows of all.
  ///
  /// A name with `*` or `?` stands for all that match it, in natural order, one
  /// after the other along the first axis; and `nil` for the only array; or for
  /// all if their names differ in consecutive numbers alone, from 0 or 1 on; or
  /// for `logits` (or `x`), if there are `labels` (`targets`, `y`) beside them.
  ///
  /// - Throws: ``FileError`` if there is no such array, its type is not supported,
  ///   or the parts' rows do not match.
  public func array(tensor: String? = nil) throws(FileError)
    -> ConcatenatedArray
  {
    guard files.allSatisfy(\.hasNames) else {
      // Each file is one array.
      return try ConcatenatedArray(
        files.map { (file) throws(FileError) in
          try ArrayCollection([file]).only(tensor)
        })
    }
    return try ConcatenatedArray(parts(named: joined(tensor)))
  }

  /// The array of that name, or the only one, which is in one file.
  func only(_ name: String?) throws(FileError) -> StoredArray {
    if let entry = files[0].entries.first, entry.name == nil {
      guard let name else { return try entry.open() }
      throw FileError(
        path, "is \(files[0].format), which has no tensor \(name.quoted)")
    }
    let name = if let name { name } else { try onlyName() }
    return try parts(named: [name])[0]
  }

  /// The names of the arrays to join.
  private func joined(_ name: String?) throws(FileError) -> [String] {
    let names = names
    guard let name else {
      return areConsecutive(names)
        ? names.sorted(by: naturallyPrecedes) : [try onlyName()]
    }
    guard !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      return [name]
    }
    let matching = names.filter { matches($0, name) }
    return matching.isEmpty
      ? [name] : matching.sorted(by: naturallyPrecedes)
  }

  private func parts(
    named chosen: [String]
  ) throws(FileError) -> [StoredArray] {
    var parts: [StoredArray] = []
    for name in chosen {
      for file in files {
        let entry = file.entries.first {
          $0.name?.utf8.elementsEqual(name.utf8) == true
        }
        if let entry { parts.append(try entry.open()) }
      }
    }
    guard !parts.isEmpty else {
      throw FileError(
        path, "has no tensor \(chosen[0].quoted); it has \(names.listed)")
    }
    return parts
  }

  private func onlyName() throws(FileError) -> String {
    let names = names
    guard let name = names.first else {
      throw FileError(path, "has no tensors")
    }
    guard names.count > 1 else { return name }
    guard let pair else {
      throw FileError(
        path, "has \(names.count) tensors; choose one of: \(names.listed)")
    }
    return pair.logits
  }
}
