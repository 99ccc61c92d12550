import CLibrary

/// The safetensors or NPY files in a folder that belong together, in natural order:
/// as numbers count, so that 2 comes before 10.
///
/// An index (`model.safetensors.index.json`) says which files these are. Without
/// one, those that are called shards of a number (`…-00002-of-00003`) must all be
/// there, and no file that may have the same rows beside them.
struct ShardFolder {
  let path: String
  /// The names of the files, at least one.
  let names: [String]

  /// - Throws: ``FileError`` if there is no file, one is missing, some rows may be
  ///   there twice, or files are of both formats.
  init(_ path: String) throws(FileError) {
    self.path = path
    let all = try fileNames(in: path)
    let tensors = all.filter { $0.hasSuffix(".safetensors") }
    let arrays = all.filter { $0.hasSuffix(".npy") }
    guard tensors.isEmpty || arrays.isEmpty else {
      throw FileError(
        path, "has both safetensors and NPY files; name the files to read")
    }
    let files = tensors + arrays
    let indexes = all.filter { $0.hasSuffix(".safetensors.index.json") }
    guard indexes.count < 2 else {
      throw FileError(
        path, "has \(indexes.count) indexes: \(indexes.listed); name the files")
    }
    var named: Set<String> = []
    if let index = indexes.first {
      named = try ShardIndex("\(path)/\(index)").files
      if let missing = named.subtracting(files).min(by: naturallyPrecedes) {
        throw FileError(path, "lacks \(missing), which \(index) names")
      }
    }
    // An index may name nothing.
    names = named.isEmpty ? files : files.filter(named.contains)
    if named.isEmpty { try checkShards() }
    guard !names.isEmpty else {
      throw FileError(path, "has no .safetensors or .npy files")
    }
  }

  private func checkShards() throws(FileError) {
    let groups = Dictionary(grouping: names.compactMap(Shard.init), by: \.whole)
    for whole in groups.keys.sorted() {
      guard let shards = groups[whole], let first = shards.first else {
        continue
      }
      let numbers = Set(shards.map(\.number))
      if let missing = (1...first.total).first(where: { !numbers.contains($0) })
      {
        throw FileError(
          path,
          "lacks \(first.name(of: missing)), one of \(first.total) shards")
      }
      guard shards.count == first.total else {
        throw FileError(path, "has a shard of \(whole) twice")
      }
      guard !names.contains(whole) else {
        throw FileError(
          path, "has \(whole) beside its shards; name the files to read")
      }
    }
  }
}

/// A file that is called a part of something: `stem-00002-of-00003.safetensors`.
private struct Shard {
  let number: Int
  let total: Int
  /// The name of a file that has all of it.
  let whole: String
  private let stem: String
  private let suffix: String
  /// The digits of a number.
  private let width: Int

  init?(_ name: String) {
    let suffix = String(name[(name.lastIndex(of: ".") ?? name.endIndex)...])
    let parts = name.dropLast(suffix.count)
      .split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[parts.count - 2] == "of",
      let total = Int(parts[parts.count - 1]), total >= 1,
      let number = Int(parts[parts.count - 3]), 1...total ~= number
    else { return nil }
    self.number = number
    self.total = total
    self.suffix = suffix
    stem = parts.dropLast(3).joined(separator: "-")
    whole = stem + suffix
    width = parts[parts.count - 3].count
  }

  func name(of number: Int) -> String {
    func digits(_ number: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count))
        + digits
    }
    return "\(stem)-\(digits(number))-of-\(digits(total))" + suffix
  }
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The names of the files in a folder, in natural order; without hidden ones.
private func fileNames(in path: String) throws(FileError) -> [String] {
  guard let folder = opendir(path) else {
    throw FileError(errnoOf: "cannot be opened", path)
  }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted(by: naturallyPrecedes)
}
