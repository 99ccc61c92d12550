/// Safetensors files that belong together: those of a model, or of an array.
package struct SafetensorsShards: Sendable {
  private let files: [SafetensorsFile]
  /// What messages call them.
  private let path: String

  /// All safetensors files in a folder, in the order of their names.
  package init(folder: String) throws(FileError) {
    let suffix = ".safetensors"
    let names = try Folder.names(in: folder, endingIn: suffix)
    guard !names.isEmpty else {
      throw FileError(folder, "has no file whose name ends in \(suffix)")
    }
    var files: [SafetensorsFile] = []
    for name in names {
      files.append(try SafetensorsFile(path: "\(folder)/\(name)"))
    }
    self.files = files
    path = folder
  }

  /// The safetensors files at these paths, in this order; at least one.
  package init(paths: [String]) throws(FileError) {
    var files: [SafetensorsFile] = []
    for path in paths { files.append(try SafetensorsFile(path: path)) }
    self.init(files)
  }

  init(_ files: [SafetensorsFile]) {
    self.files = files
    let more = files.count > 1 ? " and \(files.count - 1) more" : ""
    path = files[0].path + more
  }

  /// The names of the tensors, each once.
  package var names: [String] {
    var known: Set<ExactName> = []
    return files.flatMap(\.tensors).map(\.name)
      .filter { known.insert(ExactName($0)).inserted }
  }

  /// The tensor of that name, or the only one there is; if several shards have
  /// it, the rows of all.
  ///
  /// - Throws: ``FileError`` if there is no such tensor, its type is not
  ///   supported, or its parts do not fit.
  package func array(tensor: String? = nil) throws(FileError)
    -> ConcatenatedArray
  {
    let name: String
    if let tensor { name = tensor } else { name = try onlyName() }
    var parts: [StoredArray] = []
    for file in files {
      if let part = try file.array(named: name) { parts.append(part) }
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
        path, "has \(names.count) tensors; name one: \(names.listed)")
    }
    return name
  }
}
