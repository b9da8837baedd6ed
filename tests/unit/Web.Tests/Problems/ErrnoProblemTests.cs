using Bpf.Engine.Device;
using Microsoft.AspNetCore.Http.HttpResults;
using WebCap.Problems;

namespace WebCap.Tests.Problems;

public sealed class ErrnoProblemTests
{
    [Theory]
    [InlineData(nameof(Errno.EPERM), 403)]
    [InlineData(nameof(Errno.EACCES), 403)]
    [InlineData(nameof(Errno.ENXIO), 404)]
    [InlineData(nameof(Errno.ENODEV), 404)]
    [InlineData(nameof(Errno.ENOTTY), 404)]
    [InlineData(nameof(Errno.EBUSY), 409)]
    [InlineData(nameof(Errno.EIO), 409)]
    [InlineData(nameof(Errno.ENETDOWN), 409)]
    [InlineData(nameof(Errno.EOPNOTSUPP), 409)]
    [InlineData(nameof(Errno.ENOBUFS), 503)]
    [InlineData(nameof(Errno.EMSGSIZE), 413)]
    [InlineData(nameof(Errno.EINVAL), 400)]
    [InlineData(nameof(Errno.EDOM), 400)]
    [InlineData(nameof(Errno.EINTR), 499)]
    [InlineData(nameof(Errno.ENOMEM), 507)]
    public void AnErrnoHasItsStatusAndKeepsItsName(string name, int status)
    {
        var problem = Assert.IsType<ProblemHttpResult>(ErrnoProblem.Create(Enum.Parse<Errno>(name), "BIOCSETIF", "A sentence."));
        Assert.Equal(status, problem.StatusCode);
        Assert.Equal("A sentence.", problem.ProblemDetails.Detail);
        Assert.Equal(name, problem.ProblemDetails.Extensions["errno"]);
        Assert.Equal("BIOCSETIF", problem.ProblemDetails.Extensions["request"]);
    }

    [Fact]
    public void EveryErrnoButSuccessHasAStatusAndATitleOfItsOwn()
    {
        foreach (var errno in Enum.GetValues<Errno>().Where(errno => errno is not (Errno.OK or Errno.EAGAIN)))
        {
            Assert.NotEqual(500, ErrnoProblem.StatusOf(errno));
            Assert.NotEqual("Failed", ErrnoProblem.TitleOf(errno));
        }
    }

    [Fact]
    public void NothingToReadIsNoError() => Assert.IsType<NoContent>(ErrnoProblem.Create(Errno.EAGAIN, "read", "Nothing."));

    [Fact]
    public void SuccessIsNoProblem() => Assert.Throws<ArgumentOutOfRangeException>(() => ErrnoProblem.Create(Errno.OK, "read", "Nothing."));

    [Fact]
    public void ExtensionsCannotReplaceTheErrno()
    {
        var given = new Dictionary<string, object?> { ["errno"] = "EXTRA", ["offset"] = 3 };
        var problem = Assert.IsType<ProblemHttpResult>(ErrnoProblem.Create(Errno.EINVAL, "BIOCSETF", "A sentence.", given));
        Assert.Equal("EINVAL", problem.ProblemDetails.Extensions["errno"]);
        Assert.Equal(3, problem.ProblemDetails.Extensions["offset"]);
        Assert.Equal("EXTRA", given["errno"]);
    }

    [Fact]
    public void AStatusWithoutAnErrnoOfItsOwnStillHasAnErrnoAndASentence()
    {
        for (var status = 400; status < 600; status++)
        {
            var problem = Assert.IsType<ProblemHttpResult>(HttpProblem.Create(status, "GET", HttpProblem.SentenceFor(status)));
            Assert.Equal(status, problem.StatusCode);
            Assert.True(Enum.TryParse<Errno>((string?)problem.ProblemDetails.Extensions["errno"], out var errno) && errno != Errno.OK);
        }
    }
}
