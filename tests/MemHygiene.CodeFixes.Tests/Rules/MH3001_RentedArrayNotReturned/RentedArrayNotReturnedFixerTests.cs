using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH3001_RentedArrayNotReturned.RentedArrayNotReturnedAnalyzer,
    MemHygiene.CodeFixes.Rules.MH3001_RentedArrayNotReturned.RentedArrayNotReturnedFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH3001_RentedArrayNotReturned;

public sealed class RentedArrayNotReturnedFixerTests
{
    private static string Program(string body) => $$"""
        using System.Buffers;

        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();

        public static class Files
        {
        {{body}}
        }
        """;

    [Fact]
    public Task ArrayThatIsNeverReturned_IsReturnedInAFinally() => Verify.VerifyAsync(
        Program("""
                public static int Count(Stream file)
                {
                    // One page.
                    var buffer = ArrayPool<byte>.Shared.Rent(4096); // rounded up

                    // As much as there is.
                    var total = 0;
                    while (file.Read(buffer) is var read and > 0)
                    {
                        total += read;
                    }

                    return total; // all of it
                }
            """),
        Program("""
                public static int Count(Stream file)
                {
                    // One page.
                    var buffer = ArrayPool<byte>.Shared.Rent(4096); // rounded up

                    try
                    {
                        // As much as there is.
                        var total = 0;
                        while (file.Read(buffer) is var read and > 0)
                        {
                            total += read;
                        }

                        return total; // all of it
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(buffer);
                    }
                }
            """));

    [Fact]
    public Task ReturnThatAnExceptionPassesBy_MovesToAFinally() => Verify.VerifyAsync(
        Program("""
                private static readonly ArrayPool<char> Pool = ArrayPool<char>.Create();

                public static async Task<string?> ReadAsync(TextReader file)
                {
                    char[] buffer = Pool.Rent(256);
                    var read = await file.ReadAsync(buffer);
                    if (read == 0)
                    {
                        Pool.Return(buffer, clearArray: true);
                        return null;
                    }

                    var text = new string(buffer, 0, read);
                    Pool.Return(buffer, clearArray: true);
                    return text;
                }
            """),
        Program("""
                private static readonly ArrayPool<char> Pool = ArrayPool<char>.Create();

                public static async Task<string?> ReadAsync(TextReader file)
                {
                    char[] buffer = Pool.Rent(256);
                    try
                    {
                        var read = await file.ReadAsync(buffer);
                        if (read == 0)
                        {
                            return null;
                        }

                        var text = new string(buffer, 0, read);
                        return text;
                    }
                    finally
                    {
                        Pool.Return(buffer, clearArray: true);
                    }
                }
            """));

    [Fact]
    public Task TwoArraysOfOneBlock_AreBothReturned() => Verify.VerifyAsync(
        Program("""
                public static void Swap(Stream one, Stream other)
                {
                    var first = ArrayPool<byte>.Shared.Rent(16);
                    var second = ArrayPool<byte>.Shared.Rent(16);
                    one.ReadExactly(first, 0, 16);
                    other.ReadExactly(second, 0, 16);
                }
            """),
        Program("""
                public static void Swap(Stream one, Stream other)
                {
                    var first = ArrayPool<byte>.Shared.Rent(16);
                    try
                    {
                        var second = ArrayPool<byte>.Shared.Rent(16);
                        try
                        {
                            one.ReadExactly(first, 0, 16);
                            other.ReadExactly(second, 0, 16);
                        }
                        finally
                        {
                            ArrayPool<byte>.Shared.Return(second);
                        }
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(first);
                    }
                }
            """));

    [Fact]
    public Task OwnerOfMemory_IsDeclaredWithUsing() => Verify.VerifyAsync(
        Program("""
                public static async Task<int> ReadAsync(Stream file)
                {
                    var owner = MemoryPool<byte>.Shared.Rent(4096);
                    return await file.ReadAsync(owner.Memory);
                }
            """),
        Program("""
                public static async Task<int> ReadAsync(Stream file)
                {
                    using var owner = MemoryPool<byte>.Shared.Rent(4096);
                    return await file.ReadAsync(owner.Memory);
                }
            """));

    [Theory]
    [InlineData("var buffer = ArrayPool<byte>.Shared.Rent(4096); return file.Read(buffer);")]
    [InlineData("var buffer = ArrayPool<byte>.Shared.Rent(4096);\nbuffer = ArrayPool<byte>.Shared.Rent(8192);\nreturn file.Read(buffer);")]
    [InlineData("var buffer = Pool().Rent(4096);\nreturn file.Read(buffer);")]
    [InlineData("return file.Read(ArrayPool<byte>.Shared.Rent(4096));")]
    [InlineData("var buffer = ArrayPool<byte>.Shared.Rent(4096);\nConsole.WriteLine(@\"two\n lines\");\nreturn file.Read(buffer);")]
    public Task CodeThatCannotBeWrapped_GetsNoFix(string rest) => Verify.VerifyNotOfferedAsync(Program($$"""
            public static int Read(Stream file)
            {
        {{rest}}
            }

            private static ArrayPool<byte> Pool() => ArrayPool<byte>.Shared;
        """));
}
