using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH3001_RentedArrayNotReturned;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Tests.Rules.MH3001_RentedArrayNotReturned;

public sealed class RentedArrayNotReturnedTests
{
    [Theory]
    [InlineData("int M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; return s.Read(b); }")]
    [InlineData("int M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; return s.Read(b, 0, b.Length); }")]
    [InlineData("int M(Stream s, ArrayPool<byte> pool) { byte[] b; b = [|pool.Rent(10)|]; return s.Read(b.AsSpan(0, 5)); }")]
    [InlineData("int M() { var b = [|ArrayPool<int>.Shared.Rent(10)|]; b[0] = 1; return b[0]; }")]
    [InlineData("int M() { Span<int> b = [|ArrayPool<int>.Shared.Rent(10)|]; return b.Length; }")]
    [InlineData("async Task<int> M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; return await s.ReadAsync(b.AsMemory(0, 5)).ConfigureAwait(false); }")]
    [InlineData("async Task<int> M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; var m = b.AsMemory(); return await s.ReadAsync(m); }")]
    [InlineData("string M() { var b = [|ArrayPool<char>.Shared.Rent(10)|]; b[0] = 'a'; return new string(b, 0, 1); }")]
    [InlineData("string M() { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; foreach (var x in b) { } return System.Text.Encoding.UTF8.GetString(b, 0, 1); }")]
    [InlineData("int[] M() { var b = [|ArrayPool<int>.Shared.Rent(10)|]; return b.AsSpan(0, 2).ToArray(); }")]
    [InlineData("void M(Action a) { var b = [|ArrayPool<int>.Shared.Rent(10)|]; Fill(b); a(); static void Fill(Span<int> s) { } }")]
    [InlineData("int M(Stream s) { using var o = [|MemoryPool<byte>.Shared|].Rent(10); return s.Read(o.Memory.Span); }", false)]
    [InlineData("int M(Stream s) { var o = [|MemoryPool<byte>.Shared.Rent(10)|]; return s.Read(o.Memory.Span); }")]
    [InlineData("int M(Stream s) => s.Read([|MemoryPool<byte>.Shared.Rent(10)|].Memory.Span);")]
    public Task Rented_AndNeverGivenBack_Warns(string member, bool warns = true) => VerifyAsync(warns ? member : member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("int M(Stream s) { var b = ArrayPool<byte>.Shared.Rent(10); try { return s.Read(b); } finally { ArrayPool<byte>.Shared.Return(b); } }")]
    [InlineData("int M(Stream s) { byte[]? b = null; try { b = ArrayPool<byte>.Shared.Rent(10); return s.Read(b); } finally { if (b is not null) { ArrayPool<byte>.Shared.Return(b); } } }")]
    [InlineData("int M(int n) { char[]? rented = null; Span<char> s = n < 9 ? stackalloc char[9] : (rented = ArrayPool<char>.Shared.Rent(n)); s.Clear(); if (rented is not null) { ArrayPool<char>.Shared.Return(rented); } return n; }")]
    [InlineData("int M(int n) { char[]? rented = null; Span<char> s = n < 9 ? stackalloc char[9] : (rented = ArrayPool<char>.Shared.Rent(n)).AsSpan(0, n); s.Clear(); if (rented is not null) { ArrayPool<char>.Shared.Return(rented); } return n; }")]
    [InlineData("int M() { var b = ArrayPool<int>.Shared.Rent(10); Array.Clear(b); var x = b[0]; ArrayPool<int>.Shared.Return(b); return x; }")]
    [InlineData("int M(bool e) { var b = ArrayPool<int>.Shared.Rent(10); if (e) { ArrayPool<int>.Shared.Return(b, true); return 0; } ArrayPool<int>.Shared.Return(b); return 1; }")]
    [InlineData("int M(ArrayPool<int> p) { var b = p.Rent(10); var s = b.AsSpan(1); s.Clear(); p.Return(b); return 1; }")]
    public Task Rented_AndReturned_IsSilent(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("byte[] M() => ArrayPool<byte>.Shared.Rent(10);")]
    [InlineData("byte[] M() { var b = ArrayPool<byte>.Shared.Rent(10); return b; }")]
    [InlineData("byte[] _b = []; void M() => _b = ArrayPool<byte>.Shared.Rent(10);")]
    [InlineData("byte[] _b = ArrayPool<byte>.Shared.Rent(10);")]
    [InlineData("byte[] _b = []; void M() { var b = ArrayPool<byte>.Shared.Rent(20); _b.CopyTo(b, 0); ArrayPool<byte>.Shared.Return(_b); _b = b; }")]
    [InlineData("void M() { var b = ArrayPool<byte>.Shared.Rent(10); var more = ArrayPool<byte>.Shared.Rent(20); b.CopyTo(more, 0); ArrayPool<byte>.Shared.Return(b); b = more; ArrayPool<byte>.Shared.Return(b); }")]
    [InlineData("Memory<byte> M() => ArrayPool<byte>.Shared.Rent(10).AsMemory();")]
    [InlineData("Memory<byte> M() { var b = ArrayPool<byte>.Shared.Rent(10); return b.AsMemory(0, 5); }")]
    [InlineData("Span<byte> M() { var b = ArrayPool<byte>.Shared.Rent(10); var s = b.AsSpan(); return s[..5]; }")]
    [InlineData("ArraySegment<byte> M() { var b = ArrayPool<byte>.Shared.Rent(10); return new ArraySegment<byte>(b, 0, 5); }")]
    [InlineData("Stream M() { var b = ArrayPool<byte>.Shared.Rent(10); return new MemoryStream(b); }")]
    [InlineData("Task M(Stream s) { var b = ArrayPool<byte>.Shared.Rent(10); return s.WriteAsync(b, 0, 5); }")]
    [InlineData("void M() { var b = ArrayPool<byte>.Shared.Rent(10); Give(b); } static void Give(byte[] b) => ArrayPool<byte>.Shared.Return(b);")]
    [InlineData("void M() { var b = ArrayPool<byte>.Shared.Rent(10); Resize(ref b); } static void Resize(ref byte[] b) { }")]
    [InlineData("Action M() { var b = ArrayPool<byte>.Shared.Rent(10); return () => ArrayPool<byte>.Shared.Return(b); }")]
    [InlineData("void M(List<byte[]> l) { var b = ArrayPool<byte>.Shared.Rent(10); l.Add(b); }")]
    [InlineData("object M() { var b = ArrayPool<byte>.Shared.Rent(10); return (b, 5); }")]
    [InlineData("IResult M() { var b = ArrayPool<byte>.Shared.Rent(10); return Results.File(b); }")]
    [InlineData("void M(HttpContext c) { var b = ArrayPool<byte>.Shared.Rent(10); c.Items[\"b\"] = b; }")]
    [InlineData("Memory<byte> M() { var o = MemoryPool<byte>.Shared.Rent(10); return o.Memory; }")]
    [InlineData("IMemoryOwner<byte> M() { var o = MemoryPool<byte>.Shared.Rent(10); return o; }")]
    [InlineData("byte[] M(HttpContext c) { var cars = new Cars(); return cars.Rent(5); } class Cars { public byte[] Rent(int n) => []; }")]
    [InlineData("[Fact] public void M() { var b = ArrayPool<byte>.Shared.Rent(10); b[0] = 1; } class FactAttribute : Attribute;")]
    public Task Rented_AndHandedOn_IsSilent(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("int M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; var n = s.Read(b); ArrayPool<byte>.Shared.Return(b); return n; }")]
    [InlineData("async Task<int> M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; var n = await s.ReadAsync(b); ArrayPool<byte>.Shared.Return(b); return n; }")]
    [InlineData("int M(int n) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; if (n < 0) { return -1; } ArrayPool<byte>.Shared.Return(b); return n; }")]
    [InlineData("int M(int n) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; if (n < 0) { throw new ArgumentException(\"n\"); } ArrayPool<byte>.Shared.Return(b); return n; }")]
    public async Task Rented_AndReturnedUnlessSomethingThrows_IsASuggestion(string member)
    {
        var found = await VerifyAsync(member);

        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(found).Severity);
    }

    [Fact]
    public async Task Messages_SayWhatIsLostAndWhen()
    {
        var never = await VerifyAsync("int M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|]; return s.Read(b); }");
        var sometimes = await VerifyAsync("int M(Stream s) { var b = [|ArrayPool<byte>.Shared.Rent(10)|];\nvar n = s.Read(b); ArrayPool<byte>.Shared.Return(b); return n; }");

        Assert.Equal("The rented array is never returned to its pool: return it in a finally", Assert.Single(never).GetMessage());
        Assert.Equal("The rented array is lost to its pool when line 3 throws or leaves: return it in a finally", Assert.Single(sometimes).GetMessage());
    }

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> VerifyAsync(string member) =>
        Rule<RentedArrayNotReturnedAnalyzer>.VerifyAsync($"using System.Buffers;\npublic class Reader1 {{ {member} }}");
}
