/// A file that holds arrays, in one of the formats read here.
enum ArrayFile {
  case npy(StoredArray)
  case safetensors(SafetensorsFile)

  /// A file is NPY if it says so, and safetensors if its name does.
  init(path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    if path.hasSuffix(".safetensors"), !NPYHeader.begins(file.bytes) {
      self = .safetensors(try SafetensorsFile(file))
    } else {
      self = .npy(try StoredArray(npy: file))
    }
  }

  /// The array of that name; without one, the only array there is.
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
  /// Opens the array in a file: the tensor of that name, or the only one.
  ///
  /// - Throws: ``FileError`` if the file cannot be read, is broken, or holds no
  ///   such array.
  package init(path: String, tensor: String? = nil) throws(FileError) {
    self = try ArrayFile(path: path).array(tensor)
  }
}

extension ConcatenatedArray {
  /// Opens arrays in files as one: a tensor's rows in several shards, or those
  /// of several NPY files.
  ///
  /// A single path may be a folder: it stands for the safetensors files in it.
  ///
  /// - Parameters:
  ///   - paths: At least one.
  ///   - tensor: The tensor's name; `nil` for the only one there is.
  /// - Throws: ``FileError`` if a file cannot be read, is broken, or if there is
  ///   no such array.
  package init(paths: [String], tensor: String? = nil) throws(FileError) {
    if paths.count == 1, Folder.exists(paths[0]) {
      self = try SafetensorsShards(folder: paths[0]).array(tensor: tensor)
      return
    }
    var files: [ArrayFile] = []
    for path in paths { files.append(try ArrayFile(path: path)) }
    let shards = files.compactMap(\.safetensors)
    if shards.count == files.count {
      self = try SafetensorsShards(shards).array(tensor: tensor)
      return
    }
    var arrays: [StoredArray] = []
    for file in files { arrays.append(try file.array(tensor)) }
    try self.init(arrays)
  }
}
