/// Where a hierarchy of control groups is mounted.
struct ControlGroupMount {
  enum Version { case one, two }

  let version: Version
  /// The group that is seen at the mount point.
  let root: String
  let place: String

  /// Where it is unless the system says otherwise.
  static func usual(_ version: Version) -> ControlGroupMount {
    ControlGroupMount(
      version: version, root: "/",
      place: version == .two ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu")
  }

  private init(version: Version, root: String, place: String) {
    self.version = version
    self.root = root
    self.place = place
  }

  /// From a line of `mountinfo`, if it is one of these.
  ///
  /// The fourth field is the root and the fifth the place; behind a lone hyphen
  /// are the type, the source and the options, which name the controllers.
  init?(mountInfo line: Substring) {
    let fields = line.split(separator: " ")
    guard let hyphen = fields.firstIndex(of: "-"), hyphen >= 6,
      fields.count > hyphen + 3
    else { return nil }
    switch fields[hyphen + 1] {
    case "cgroup2": version = .two
    case "cgroup"
    where fields[hyphen + 3].split(separator: ",").contains("cpu"):
      version = .one
    default: return nil
    }
    root = Self.unescaped(fields[3])
    place = Self.unescaped(fields[4])
  }

  /// The folder of a group and those of the groups around it, up to the mount
  /// point; `nil` if the group is not to be seen here.
  func folders(of group: Substring) -> [String]? {
    let (top, names) = (root.split(separator: "/"), group.split(separator: "/"))
    guard names.starts(with: top), !names.contains("..") else { return nil }
    return names.dropFirst(top.count).reduce(into: [place]) { folders, name in
      folders.append("\(folders[folders.count - 1])/\(name)")
    }
  }

  /// Spaces, tabs, line feeds and backslashes are `\` and three octal digits.
  private static func unescaped(_ field: Substring) -> String {
    var (bytes, rest) = ([UInt8](), field.utf8)
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"),
        let escaped = UInt8(String(rest.prefix(3)) ?? "", radix: 8)
      {
        bytes.append(escaped)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
