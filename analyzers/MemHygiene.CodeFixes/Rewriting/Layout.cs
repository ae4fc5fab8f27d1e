using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>How one file is laid out, so that new lines look like the ones around them whatever the host's formatting options are.</summary>
internal sealed class Layout
{
    private readonly SourceText _text;

    public Layout(SourceText text)
    {
        _text = text;
        var first = text.Lines[0];
        NewLine = first.EndIncludingLineBreak > first.End ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) : "\n";
        IndentUnit = FindIndentUnit();
    }

    public string NewLine { get; }

    public string IndentUnit { get; }

    public string IndentationAt(int position)
    {
        var line = _text.Lines.GetLineFromPosition(position);
        var length = 0;
        while (line.Start + length < line.End && _text[line.Start + length] is ' ' or '\t')
        {
            length++;
        }

        return _text.ToString(new TextSpan(line.Start, length));
    }

    public string IndentationOf(SyntaxNode node) => IndentationAt(node.SpanStart);

    public bool StartsItsLine(SyntaxNode node)
    {
        var line = _text.Lines.GetLineFromPosition(node.SpanStart);
        return string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(line.Start, node.SpanStart)));
    }

    public bool IsBlank(int lineNumber) => lineNumber >= 0 && lineNumber < _text.Lines.Count && string.IsNullOrWhiteSpace(_text.Lines[lineNumber].ToString());

    /// <summary>What stands between two things like <paramref name="node"/>: a line break and the indentation where it has its own line, else a space.</summary>
    public string Gap(SyntaxNode node) => StartsItsLine(node) ? NewLine + IndentationOf(node) : " ";

    /// <summary>The line after a statement or member, or the place right behind it where more code follows on the same line.</summary>
    public TextChange LineAfter(SyntaxNode node, string code)
    {
        var end = node.FullSpan.End;
        var endsItsLine = end > 0 && _text[end - 1] is '\n' or '\r';
        return endsItsLine
            ? new TextChange(new TextSpan(end, 0), IndentationOf(node) + code + NewLine)
            : new TextChange(new TextSpan(node.Span.End, 0), NewLine + IndentationOf(node) + code);
    }

    /// <summary>The first line of a block, above the comments of what has been first; behind the brace where the block is written on one line.</summary>
    public TextChange FirstLineOf(BlockSyntax block, string code)
    {
        var start = block.OpenBraceToken.FullSpan.End;
        if (_text[start - 1] is not ('\n' or '\r'))
        {
            return new TextChange(new TextSpan(block.OpenBraceToken.Span.End, 0), " " + code);
        }

        var indentation = block.Statements.FirstOrDefault() is { } first ? IndentationOf(first) : IndentationAt(block.OpenBraceToken.SpanStart) + IndentUnit;
        return new TextChange(new TextSpan(start, 0), indentation + code + NewLine);
    }

    /// <summary>The line before a statement: comments above the statement stay above the new line too, which takes over what they describe.</summary>
    public TextChange LineBefore(StatementSyntax statement, string code) =>
        new(new TextSpan(statement.SpanStart, 0), code + Gap(statement));

    /// <summary>The statement goes; comments above and behind it stay, and so does one blank line.</summary>
    public TextChange Without(StatementSyntax statement) => Without(statement, statement);

    /// <summary>The statements from one to another go, with all that stands between them.</summary>
    public TextChange Without(StatementSyntax from, StatementSyntax to)
    {
        var first = _text.Lines.GetLineFromPosition(from.SpanStart);
        var last = _text.Lines.GetLineFromPosition(to.Span.End);
        var alone = StartsItsLine(from) && string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(to.Span.End, last.End)));
        if (!alone)
        {
            var end = to.Span.End;
            while (end < last.End && _text[end] == ' ')
            {
                end++;
            }

            return new TextChange(TextSpan.FromBounds(from.SpanStart, end), "");
        }

        var next = last.LineNumber + 1;
        var leavesGap = IsBlank(first.LineNumber - 1)
            && (IsBlank(next) || (next < _text.Lines.Count && _text.Lines[next].ToString().TrimStart().StartsWith("}", StringComparison.Ordinal)));
        var start = leavesGap ? _text.Lines[first.LineNumber - 1].Start : first.Start;
        return new TextChange(TextSpan.FromBounds(start, last.EndIncludingLineBreak), "");
    }

    private string FindIndentUnit()
    {
        foreach (var line in _text.Lines)
        {
            var indentation = IndentationAt(line.Start);
            if (indentation.Length > 0 && indentation.Length < line.Span.Length && _text[line.Start + indentation.Length] != '*')
            {
                return indentation[0] == '\t' ? "\t" : indentation.Length == 2 ? "  " : "    ";
            }
        }

        return "    ";
    }
}
