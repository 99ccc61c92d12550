/// A safetensors file, read through a mapping.
package struct SafetensorsFile: Sendable {
  package let tensors: [SafetensorsTensor]
  private let file: MappedFile

  package init(path: String) throws(FileError) {
    try self.init(MappedFile(path: path))
  }

  init(_ file: MappedFile) throws(FileError) {
    self.file = file
    do throws(HeaderRefusal) {
      tensors = try SafetensorsHeader(parsing: file.bytes).tensors
    } catch {
      throw FileError(file.path, error.reason)
    }
  }

  package var path: String { file.path }

  /// The tensor of that name, or `nil` if there is none.
  ///
  /// - Throws: ``FileError`` if its type is not supported.
  package func array(named name: String) throws(FileError) -> StoredArray? {
    let name = ExactName(name)
    guard let tensor = tensors.first(where: { ExactName($0.name) == name })
    else { return nil }
    return try StoredArray(tensor, in: file)
  }
}
