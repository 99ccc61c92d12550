/// The index of a model's shards: a JSON object whose `weight_map` says in which
/// file each tensor is.
struct ShardIndex {
  /// The names of the files, each once.
  let files: Set<String>

  /// - Throws: ``FileError`` if it cannot be read, is no such object, or names a
  ///   file of another folder.
  init(_ path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    do throws(HeaderError) {
      files = try Self.files(in: file.bytes)
    } catch {
      throw FileError(path, error.reason)
    }
  }

  private static func files(
    in text: UnsafeRawBufferPointer
  ) throws(HeaderError) -> Set<String> {
    var scanner = HeaderScanner(text)
    var files: Set<String> = []
    var isThere = false
    try scanner.object { (scanner, key) throws(HeaderError) in
      guard key == "weight_map" else { return try scanner.skipValue() }
      isThere = true
      try scanner.object { (scanner, _) throws(HeaderError) in
        let name = try scanner.string()
        guard !name.contains("/") else {
          throw HeaderError("names \(name.quoted), which is in another folder")
        }
        files.insert(name)
      }
    }
    guard scanner.next == nil else { throw scanner.error("unexpected text") }
    guard isThere else { throw HeaderError("has no weight_map") }
    return files
  }
}
