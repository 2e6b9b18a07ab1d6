using Microsoft.Win32.SafeHandles;

namespace Workbook.Notebooks.Runner;

/// <summary>
/// Standard output and error past <see cref="Console"/>. On Unix its streams take the lock of Console.Out for each write;
/// a cell that was left behind may hold that lock for good.
/// </summary>
internal static class PlainStreams
{
    public static Stream Output() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : Unix(1);

    public static Stream Error() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : Unix(2);

    private static FileStream Unix(int descriptor) => new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
