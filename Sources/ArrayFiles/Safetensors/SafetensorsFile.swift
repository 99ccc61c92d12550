/// A safetensors file, mapped into memory.
struct SafetensorsFile: Sendable {
  private let tensors: [SafetensorsTensor]
  private let file: MappedFile

  init(_ file: MappedFile) throws(HeaderError) {
    self.file = file
    tensors = try SafetensorsHeader(parsing: file.bytes).tensors
  }

  var entries: [ArrayFile.Entry] {
    tensors.map { tensor in
      ArrayFile.Entry(name: tensor.name) { () throws(FileError) in
        try StoredArray(tensor, in: file)
      }
    }
  }
}
