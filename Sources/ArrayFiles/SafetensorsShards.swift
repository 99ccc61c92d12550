/// A safetensors file, mapped into memory.
struct SafetensorsFile: Sendable {
  let tensors: [SafetensorsTensor]
  let file: MappedFile

  init(_ file: MappedFile) throws(FileError) {
    self.file = file
    do throws(HeaderError) {
      tensors = try SafetensorsHeader(parsing: file.bytes).tensors
    } catch {
      throw FileError(file.path, error.reason)
    }
  }
}

/// Safetensors files that belong together: those of a model, or of an array.
public struct SafetensorsShards: Sendable {
  private let files: [SafetensorsFile]
  /// The files' name in messages.
  private let path: String

  /// All safetensors files in a folder, in the natural order of their names (2
  /// before 10); without hidden ones.
  ///
  /// Where there is an index (`….safetensors.index.json`), it says which files are
  /// read.
  ///
  /// - Throws: ``FileError`` if there is none, one cannot be read or is invalid, one
  ///   that the index or the number of shards asks for is missing, or there is a
  ///   file of the whole beside its shards.
  public init(folder: String) throws(FileError) {
    files = try ShardFolder(folder).names.map { (name) throws(FileError) in
      try SafetensorsFile(MappedFile(path: "\(folder)/\(name)"))
    }
    path = folder
  }

  /// The safetensors files at these paths, in this order.
  ///
  /// - Throws: ``FileError`` if there is none, or one cannot be read or is invalid.
  public init(paths: [String]) throws(FileError) {
    guard !paths.isEmpty else { throw .noPaths }
    self.init(
      try paths.map { (path) throws(FileError) in
        try SafetensorsFile(MappedFile(path: path))
      })
  }

  init(_ files: [SafetensorsFile]) {
    self.files = files
    let more = files.count > 1 ? " and \(files.count - 1) more" : ""
    path = files[0].file.path + more
  }

  /// The names of the tensors, each once.
  public var names: [String] {
    var known: Set<[UInt8]> = []
    return files.flatMap(\.tensors).map(\.name)
      .filter { known.insert(Array($0.utf8)).inserted }
  }

  /// The tensor of that name, or the only one there is; if several shards have
  /// it, the rows of all.
  ///
  /// - Throws: ``FileError`` if there is no such tensor, its type is not
  ///   supported, or the shards' rows do not match.
  public func array(tensor: String? = nil) throws(FileError)
    -> ConcatenatedArray
  {
    let name = if let tensor { tensor } else { try onlyName() }
    var parts: [StoredArray] = []
    for file in files {
      let tensor = file.tensors.first { $0.name.utf8.elementsEqual(name.utf8) }
      if let tensor { parts.append(try StoredArray(tensor, in: file.file)) }
    }
    guard !parts.isEmpty else {
      throw FileError(
        path, "has no tensor \(name.quoted); it has \(names.listed)")
    }
    return try ConcatenatedArray(parts)
  }

  private func onlyName() throws(FileError) -> String {
    let names = names
    guard let name = names.first else {
      throw FileError(path, "has no tensors")
    }
    guard names.count == 1 else {
      throw FileError(
        path, "has \(names.count) tensors; choose one of: \(names.listed)")
    }
    return name
  }
}
