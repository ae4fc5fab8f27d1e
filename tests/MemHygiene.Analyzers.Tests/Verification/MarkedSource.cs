using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>A source text whose expected findings stand between <c>[|</c> and <c>|]</c>.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<TextSpan> Marks)
{
    public static MarkedSource Parse(string marked)
    {
        var text = new StringBuilder();
        var marks = new List<TextSpan>();
        var open = new Stack<int>();
        for (var index = 0; index < marked.Length; index++)
        {
            switch (marked.AsSpan(index))
            {
                case ['[', '|', ..]:
                    open.Push(text.Length);
                    index++;
                    break;
                case ['|', ']', ..]:
                    marks.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                    index++;
                    break;
                default:
                    text.Append(marked[index]);
                    break;
            }
        }

        return new MarkedSource(text.ToString(), marks);
    }
}
