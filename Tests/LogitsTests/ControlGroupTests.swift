import Logits
import Testing

/// How many processors control groups leave to a process, from the files in
/// which Linux describes them.
@Suite struct ControlGroupTests {
  private func processors(_ files: [String: String]) -> Int? {
    ControlGroups.processors { files[$0] }
  }

  private static let versionTwo = [
    "/proc/self/cgroup": "0::/user.slice/job\n",
    "/proc/self/mountinfo": """
    23 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
    31 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw
    """,
  ]

  @Test(
    arguments: [
      ("max 100000\n", nil), ("200000 100000\n", 2), ("50000 100000\n", 1),
      ("200001 100000\n", 3), ("1 1000\n", 1), ("\(Int.max) 1\n", Int.max),
      ("0 100000\n", nil), ("100000 0\n", nil), ("-1 100000\n", nil),
      ("200000\n", nil), ("", nil), ("many 100000\n", nil),
    ] as [(String, Int?)])
  func quotaOfVersionTwo(_ text: String, _ expected: Int?) {
    var files = Self.versionTwo
    files["/sys/fs/cgroup/user.slice/job/cpu.max"] = text
    #expect(processors(files) == expected)
  }

  @Test func groupsAroundLimitToo() {
    var files = Self.versionTwo
    files["/sys/fs/cgroup/user.slice/job/cpu.max"] = "800000 100000\n"
    files["/sys/fs/cgroup/user.slice/cpu.max"] = "300000 100000\n"
    #expect(processors(files) == 3)
    files["/sys/fs/cgroup/cpu.max"] = "100000 100000\n"
    #expect(processors(files) == 1)
    files["/sys/fs/cpu.max"] = "1 100000\n"
    files["/sys/fs/cgroup/other/cpu.max"] = "1 100000\n"
    #expect(processors(files) == 1)
  }

  private static let versionOne = [
    "/proc/self/cgroup": """
    9:name=systemd:/
    3:cpuset:/set
    2:cpu,cpuacct:/docker/a:b
    1:memory:/docker/a:b
    0::/
    """,
    "/proc/self/mountinfo": """
    31 23 0:28 / /sys/fs/cgroup ro - tmpfs tmpfs rw,mode=755
    32 31 0:29 /docker/a:b /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
    33 31 0:30 /docker /mnt/a\\040place ro - cgroup cgroup rw,cpu,cpuacct
    """,
  ]

  @Test(
    arguments: [
      ("-1\n", nil), ("150000\n", 2), ("100000\n", 1), ("10000\n", 1),
      ("100001\n", 2),
    ] as [(String, Int?)])
  func quotaOfVersionOne(_ quota: String, _ expected: Int?) {
    var files = Self.versionOne
    files["/mnt/a place/a:b/cpu.cfs_quota_us"] = quota
    #expect(processors(files) == nil)
    files["/mnt/a place/a:b/cpu.cfs_period_us"] = "100000\n"
    #expect(processors(files) == expected)
    files["/mnt/a place/cpu.cfs_quota_us"] = "400000\n"
    files["/mnt/a place/cpu.cfs_period_us"] = "100000\n"
    #expect(processors(files) == expected ?? 4)
  }

  /// Both versions at once: whichever leaves less.
  @Test func bothVersions() {
    var files = Self.versionOne
    files["/sys/fs/cgroup/cpu.max"] = "500000 100000\n"
    #expect(processors(files) == 5)
    files["/mnt/a place/a:b/cpu.cfs_quota_us"] = "100000\n"
    files["/mnt/a place/a:b/cpu.cfs_period_us"] = "50000\n"
    #expect(processors(files) == 2)
  }

  /// A container sees its own group at the top, under another name or none.
  @Test(arguments: ["/", "/../..", "/kubepods/pod1"])
  func groupThatIsNotToBeSeen(_ root: String) {
    #expect(
      processors([
        "/proc/self/cgroup": "0::/../other/job\n",
        "/proc/self/mountinfo":
          "31 23 0:26 \(root) /sys/fs/cgroup ro - cgroup2 cgroup rw\n",
        "/sys/fs/cgroup/cpu.max": "700000 100000\n",
        "/sys/fs/cgroup/other/job/cpu.max": "100000 100000\n",
      ]) == 7)
  }

  /// A name that begins like another is another.
  @Test func groupBesideTheRoot() {
    #expect(
      processors([
        "/proc/self/cgroup": "0::/jobs/1\n",
        "/proc/self/mountinfo":
          "31 23 0:26 /job /group rw - cgroup2 cgroup rw\n",
        "/group/cpu.max": "700000 100000\n",
        "/group/s/1/cpu.max": "100000 100000\n",
        "/sys/fs/cgroup/jobs/1/cpu.max": "200000 100000\n",
      ]) == 2)
  }

  @Test func usualPlaces() {
    #expect(
      processors([
        "/proc/self/cgroup": "0::/job\n",
        "/sys/fs/cgroup/job/cpu.max": "300000 100000\n",
      ]) == 3)
    #expect(
      processors([
        "/proc/self/cgroup": "4:cpu:/job\n",
        "/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "300000\n",
        "/sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
      ]) == 3)
  }

  @Test(arguments: [
    "", "\n", ":\n", "::", "0", "0::", "x::/job\n", "\u{fffd}:cpu", "4:cpu",
  ])
  func textsThatAreNone(_ text: String) {
    #expect(processors([:]) == nil)
    #expect(
      processors([
        "/proc/self/cgroup": text, "/proc/self/mountinfo": text,
      ]) == nil)
    var files = Self.versionTwo
    files["/proc/self/mountinfo"] = "1 2 - cgroup2\n3 2 0:26 / - cgroup2 a\n"
    #expect(processors(files) == nil)
  }
}
