/// A file of arrays, of any format.
struct ArrayFile: Sendable {
  /// An array that is not opened yet.
  struct Entry: Sendable {
    /// `nil` where the format has no names.
    let name: String?
    let open: @Sendable () throws(FileError) -> StoredArray
  }

  let path: String
  /// The format in messages.
  let format: String
  let entries: [Entry]

  /// Whether its arrays are asked for by name.
  var hasNames: Bool { entries.allSatisfy { $0.name != nil } }

  /// The first bytes tell the format, but the name those of safetensors and of text.
  ///
  /// - Parameter path: The file's path; `-` is standard input.
  /// - Throws: ``FileError`` if it cannot be read, or is of no format that is read.
  init(path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    self.path = file.path
    do throws(HeaderError) {
      (format, entries) = try Self.contents(of: file)
    } catch {
      throw FileError(file.path, error.reason)
    }
  }

  private static func contents(
    of file: MappedFile
  ) throws(HeaderError) -> (format: String, entries: [Entry]) {
    if NPYHeader.begins(file.bytes) {
      let array = StoredArray(
        try NPYHeader(parsing: file.bytes), in: file, at: 0, name: nil)
      return ("an NPY file", [array.entry])
    }
    if ZipArchive.begins(file.bytes) {
      let archive = try ZipArchive(parsing: file.bytes)
      if let torch = try TorchFile(archive, in: file) {
        return ("a tensor", torch.entries)
      }
      return ("a ZIP file", try NPZFile(archive, in: file).entries)
    }
    if file.bytes.starts(with: LogProbabilities.magic) {
      return (
        "a file of logits",
        try LogProbabilities(parsing: file.bytes).entries(file)
      )
    }
    if file.path.hasSuffix(".safetensors") {
      return ("a safetensors file", try SafetensorsFile(file).entries)
    }
    if let message = ForeignFormat.message(for: file.bytes) {
      throw HeaderError(message)
    }
    if file.isText {
      return ("text", [try StoredArray(text: file).entry])
    }
    throw HeaderError("is not an NPY file")
  }
}

extension StoredArray {
  /// Itself, which is open.
  fileprivate var entry: ArrayFile.Entry {
    ArrayFile.Entry(name: name) { () throws(FileError) in self }
  }

  /// The numbers of a text, which are copied.
  fileprivate init(text file: MappedFile) throws(HeaderError) {
    let table = try TextTable(parsing: file.bytes)
    self.init(
      path: file.path, name: nil, elementType: .float64, spelling: "text",
      shape: table.shape,
      source: .contiguous(try MappedFile(copying: table.values, of: file), 0))
  }
}

extension StoredArray {
  /// Opens an array in a file of any format that is read here.
  ///
  /// - Complexity: The header's length.
  /// - Parameters:
  ///   - path: The file's path.
  ///   - tensor: The array's name, where the format has names; `nil` for the only
  ///     one.
  /// - Throws: ``FileError`` if the file cannot be read, is invalid, or has no
  ///   such array.
  public init(path: String, tensor: String? = nil) throws(FileError) {
    self = try ArrayCollection([ArrayFile(path: path)]).only(tensor)
  }
}

extension ConcatenatedArray {
  /// Opens several files as one array: shards of an array, or files of one each.
  ///
  /// A single path may be a folder, for all safetensors files in it, or all NPY
  /// files.
  ///
  /// - Complexity: The length of all headers.
  /// - Parameters:
  ///   - paths: The files, in order; at least one.
  ///   - tensor: The array's name, or a pattern as of
  ///     ``ArrayCollection/array(tensor:)``; `nil` for the only one.
  /// - Throws: ``FileError`` if a file cannot be read or is invalid, if there
  ///   is no such array, or if shapes or types of its parts do not match.
  public init(paths: [String], tensor: String? = nil) throws(FileError) {
    self = try ArrayCollection(at: paths).array(tensor: tensor)
  }
}
