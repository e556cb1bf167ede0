import Models
import Testing

@Suite("Limits of control groups")
struct ControlGroupTests {
  @Test("version 2: the group's own limit and those of the groups around it")
  func unified() {
    #expect(
      ControlGroups.limitFiles("0::/user.slice/run.scope\n") == [
        "/sys/fs/cgroup/user.slice/run.scope/memory.max", "/sys/fs/cgroup/user.slice/memory.max",
        "/sys/fs/cgroup/memory.max",
      ])
    #expect(ControlGroups.limitFiles("0::/\n") == ["/sys/fs/cgroup/memory.max"])
  }

  @Test("version 1: of several hierarchies that of the memory")
  func separate() {
    #expect(
      ControlGroups.limitFiles(
        "12:cpu,cpuacct:/a\n7:hugetlb,memory:/docker/4f\n1:name=systemd:/a\n")
        == [
          "/sys/fs/cgroup/memory/docker/4f/memory.limit_in_bytes",
          "/sys/fs/cgroup/memory/docker/memory.limit_in_bytes",
          "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        ])
    #expect(ControlGroups.limitFiles("").isEmpty && ControlGroups.limitFiles("a:b\n:::\n").isEmpty)
  }

  @Test(
    "what such files say",
    arguments: [
      ("max\n", nil), ("536870912\n", 536_870_912),
      ("9223372036854771712\n", 9_223_372_036_854_771_712),
      ("18446744073709551615\n", nil), ("", nil), ("0\n", nil), ("-1\n", nil),
    ] as [(String, Int?)])
  func limits(text: String, bytes: Int?) { #expect(ControlGroups.limit(text) == bytes) }
}
