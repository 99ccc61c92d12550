/// A ZIP file of tensors: `torch.save`.
struct TorchFile: Sendable {
  private let file: MappedFile
  private let members: [String: ZipArchive.Member]
  /// The folder of all members, with a slash.
  private let folder: String
  private let isBigEndian: Bool
  private let tensors: [(name: String?, tensor: TorchTensor)]

  private static let pickle = "data.pkl"

  /// `nil` if the archive is another program's.
  init?(_ archive: ZipArchive, in file: MappedFile) throws(HeaderError) {
    let pickles = archive.members.filter {
      $0.name == Self.pickle || $0.name.hasSuffix("/" + Self.pickle)
    }
    guard let pickle = pickles.min(by: { $0.name.count < $1.name.count }) else {
      return nil
    }
    self.file = file
    folder = String(pickle.name.dropLast(Self.pickle.count))
    members = Dictionary(
      archive.members.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    let order = try members[folder + "byteorder"].map {
      (member) throws(HeaderError) in try member.stored(in: file)
    }
    isBigEndian = order?.elementsEqual("big".utf8) == true
    tensors = try TorchTensors(parsing: pickle.stored(in: file)).tensors
  }

  var entries: [ArrayFile.Entry] {
    tensors.map { name, tensor in
      ArrayFile.Entry(name: name) { () throws(FileError) in
        do throws(HeaderError) {
          return try array(name, tensor)
        } catch {
          let tensor = name.map { "tensor \($0.quoted) " } ?? ""
          throw FileError(file.path, tensor + error.reason)
        }
      }
    }
  }

  private func array(
    _ name: String?, _ tensor: TorchTensor
  ) throws(HeaderError) -> StoredArray {
    let type = tensor.storage.elementType
    guard let member = members["\(folder)data/\(tensor.storage.key)"] else {
      throw HeaderError("has no elements in the file")
    }
    let bytes = try member.stored(in: file)
    guard let size = type.byteCount(tensor.shape), let end = tensor.end,
      end <= bytes.count / type.size
    else { throw HeaderError("is beyond its storage") }
    guard size <= bytes.count else {
      throw HeaderError("repeats elements; save x.contiguous()")
    }
    let elements = StridedElements(
      start: member.bytes.lowerBound + (size > 0 ? tensor.offset : 0)
        * type.size,
      shape: tensor.shape, strides: tensor.strides, size: type.size)
    return StoredArray(
      path: file.path, name: name, elementType: type,
      spelling: tensor.storage.spelling, shape: tensor.shape,
      source: elements.isContiguous
        ? .contiguous(file, elements.start) : .strided(file, elements),
      isByteSwapped: isBigEndian && type.size > 1)
  }
}

extension TorchTensor {
  /// The element after the last, within the storage; `nil` if that overflows.
  fileprivate var end: Int? {
    guard !shape.contains(0) else { return 0 }
    var last = offset
    for (extent, stride) in zip(shape, strides) {
      let (distance, isLong) = stride.multipliedReportingOverflow(
        by: extent - 1)
      let (sum, isFar) = last.addingReportingOverflow(distance)
      guard !isLong, !isFar else { return nil }
      last = sum
    }
    return last < .max ? last + 1 : nil
  }
}

extension ZipArchive.Member {
  /// Its bytes, which are as they were.
  fileprivate func stored(
    in file: MappedFile
  ) throws(HeaderError) -> UnsafeRawBufferPointer {
    guard method == 0, !isEncrypted else {
      throw HeaderError(
        "has a compressed member \(name.quoted); save it with torch.save")
    }
    return file.bytes(from: bytes.lowerBound, bytes.count)
  }
}
