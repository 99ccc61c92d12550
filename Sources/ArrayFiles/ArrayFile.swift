/// A file of arrays, in either format.
enum ArrayFile {
  case npy(StoredArray)
  case safetensors(SafetensorsFile)

  /// The first bytes identify NPY, and the name safetensors.
  init(path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    if path.hasSuffix(".safetensors"), !NPYHeader.begins(file.bytes) {
      self = .safetensors(try SafetensorsFile(file))
    } else {
      self = .npy(try StoredArray(npy: file))
    }
  }

  /// The array of that name; the only array if `nil`.
  func array(_ name: String?) throws(FileError) -> StoredArray {
    switch self {
    case .npy(let array):
      guard let name else { return array }
      throw FileError(
        array.path, "is an NPY file, which has no tensor \(name.quoted)")
    case .safetensors(let file):
      return try SafetensorsShards([file]).array(tensor: name).parts[0].array
    }
  }

  var safetensors: SafetensorsFile? {
    if case .safetensors(let file) = self { file } else { nil }
  }
}

extension StoredArray {
  /// Opens an array in a file: NPY by its first bytes, or safetensors by its name.
  ///
  /// - Complexity: The header's length.
  /// - Parameters:
  ///   - path: The file's path.
  ///   - tensor: The name of a tensor of a safetensors file; `nil` for the only
  ///     one.
  /// - Throws: ``FileError`` if the file cannot be read, is invalid, or has no
  ///   such array.
  public init(path: String, tensor: String? = nil) throws(FileError) {
    self = try ArrayFile(path: path).array(tensor)
  }
}

extension ConcatenatedArray {
  /// Opens several files as one array: shards of a tensor, or NPY files.
  ///
  /// A single path may be a folder, for all safetensors files in it.
  ///
  /// - Complexity: The length of all headers.
  /// - Parameters:
  ///   - paths: The files, in order; at least one.
  ///   - tensor: The tensor's name; `nil` for the only one.
  /// - Throws: ``FileError`` if a file cannot be read or is invalid, if there
  ///   is no such array, or if shapes or types of its parts do not match.
  public init(paths: [String], tensor: String? = nil) throws(FileError) {
    if paths.count == 1, isFolder(paths[0]) {
      self = try SafetensorsShards(folder: paths[0]).array(tensor: tensor)
      return
    }
    let files = try paths.map { (path) throws(FileError) in
      try ArrayFile(path: path)
    }
    guard !files.isEmpty else { throw .noPaths }
    let shards = files.compactMap(\.safetensors)
    if shards.count == files.count {
      self = try SafetensorsShards(shards).array(tensor: tensor)
      return
    }
    try self.init(
      files.map { (file) throws(FileError) in try file.array(tensor) })
  }
}
