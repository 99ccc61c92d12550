/// The processors' time that control groups leave to this process (Linux).
///
/// A limit is a quota of time in a period: docs.kernel.org says so of `cpu.max`
/// in admin-guide/cgroup-v2, of `cpu.cfs_quota_us` in scheduler/sched-bwc. Where
/// the groups are is in files that cgroups(7) and proc(5) describe.
package struct ControlGroups {
  /// The text of a file; `nil` where there is none.
  package typealias Read = (_ path: String) -> String?

  private let read: Read
  private let mounts: [ControlGroupMount]

  private init(_ read: @escaping Read) {
    self.read = read
    mounts = (read("/proc/self/mountinfo") ?? "").split(separator: "\n")
      .compactMap { ControlGroupMount(mountInfo: $0) }
  }

  /// How many processors would use up what the process may have, rounded up;
  /// `nil` without a limit.
  ///
  /// The groups around that of the process limit it, too.
  package static func processors(_ read: @escaping Read) -> Int? {
    let all = ControlGroups(read)
    return (read("/proc/self/cgroup") ?? "").split(separator: "\n")
      .compactMap { all.processors(membership: $0) }.min()
  }

  /// That of one line, `hierarchy:controllers:group`; version 2 has no
  /// controllers there.
  private func processors(membership: Substring) -> Int? {
    let fields = membership.split(
      separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    let version: ControlGroupMount.Version
    if fields[0] == "0", fields[1].isEmpty {
      version = .two
    } else if fields[1].split(separator: ",").contains("cpu") {
      version = .one
    } else {
      return nil
    }
    let candidates =
      mounts.filter { $0.version == version } + [.usual(version)]
    let mount =
      candidates.first { $0.folders(of: fields[2]) != nil } ?? candidates[0]
    // A group that is not to be seen has its limits at the top, in containers.
    return (mount.folders(of: fields[2]) ?? [mount.place])
      .compactMap { processors(folder: $0, version) }.min()
  }

  private func processors(
    folder: String, _ version: ControlGroupMount.Version
  ) -> Int? {
    let names =
      switch version {
      case .one: ["cpu.cfs_quota_us", "cpu.cfs_period_us"]
      case .two: ["cpu.max"]
      }
    let words = names.flatMap {
      (read("\(folder)/\($0)") ?? "").split(whereSeparator: \.isWhitespace)
    }
    // Without a limit the quota is −1, or `max`.
    guard words.count == 2, let quota = Int(words[0]), quota > 0,
      let period = Int(words[1]), period > 0
    else { return nil }
    return (quota - 1) / period + 1
  }
}
