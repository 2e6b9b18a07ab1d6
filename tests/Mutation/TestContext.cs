namespace Xunit;

/// <summary>What the linked tests use of xunit 3 and xunit 2 hasn't got.</summary>
internal sealed class TestContext
{
    public static TestContext Current { get; } = new();

    public CancellationToken CancellationToken => CancellationToken.None;
}
