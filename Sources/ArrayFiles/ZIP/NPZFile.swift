/// A ZIP file of NPY files: `np.savez`, `np.savez_compressed`.
struct NPZFile: Sendable {
  private static let suffix = ".npy"

  private let file: MappedFile
  private let members: [ZipArchive.Member]

  init(_ archive: ZipArchive, in file: MappedFile) throws(HeaderError) {
    self.file = file
    members = archive.members.filter { $0.name.hasSuffix(Self.suffix) }
    guard !members.isEmpty else {
      throw HeaderError(
        "is a ZIP file without arrays: neither NPY files nor PyTorch's are in it"
      )
    }
  }

  var entries: [ArrayFile.Entry] {
    members.map { member in
      let name = String(member.name.dropLast(Self.suffix.count))
      return ArrayFile.Entry(name: name) { () throws(FileError) in
        try array(name, member)
      }
    }
  }

  private func array(
    _ name: String, _ member: ZipArchive.Member
  ) throws(FileError) -> StoredArray {
    guard !member.isEncrypted else { throw error(member, "is encrypted") }
    switch member.method {
    case 0:
      let header = try header(
        file.bytes(from: member.bytes.lowerBound, member.count), of: member)
      return StoredArray(
        header, in: file, at: member.bytes.lowerBound, name: name)
    case 8:
      return try inflated(name, member)
    default:
      throw error(
        member,
        "is compressed by method \(member.method), which is not deflate")
    }
  }

  private func inflated(
    _ name: String, _ member: ZipArchive.Member
  ) throws(FileError) -> StoredArray {
    let compressed = InflatedMember(
      file: file, name: member.name, bytes: member.bytes, count: member.count,
      checksum: member.checksum)
    let prefix = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(member.count, NPYHeader.maximumPrefix), alignment: 1)
    defer { prefix.deallocate() }
    try InflatedStream(compressed).read(from: 0, into: prefix)
    let header = try header(UnsafeRawBufferPointer(prefix), of: member)
    guard !header.isReordered else {
      throw error(
        member,
        "is compressed, and in Fortran order; save it with np.savez, or as "
          + "np.ascontiguousarray(x)")
    }
    return StoredArray(
      header, path: file.path, name: name,
      source: .inflated(compressed, header.dataOffset))
  }

  /// The header, of which these are the first bytes of a member.
  private func header(
    _ bytes: UnsafeRawBufferPointer, of member: ZipArchive.Member
  ) throws(FileError) -> NPYHeader {
    do throws(HeaderError) {
      return try NPYHeader(parsing: bytes, fileSize: member.count)
    } catch {
      throw self.error(member, error.reason)
    }
  }

  private func error(
    _ member: ZipArchive.Member, _ problem: String
  ) -> FileError {
    FileError(file.path, "member \(member.name.quoted) \(problem)")
  }
}
