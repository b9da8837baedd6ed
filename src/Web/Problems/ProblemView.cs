namespace WebCap.Problems;

/// <summary>A refusal: problem details (RFC 9457) with what a program should look at, the errno. It describes the shape; <see cref="ErrnoProblem"/> makes it.</summary>
/// <param name="Title">The errno in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence for a person: what was wrong, and what would do.</param>
/// <param name="Errno">The errno of bpf(4): EINVAL, ENXIO, EBUSY, …</param>
/// <param name="Request">What was asked for: BIOCSETIF, read, record, net.bpf.peers.</param>
/// <param name="Type">Where the status is explained, for those that HTTP has.</param>
/// <param name="Suggestion">With a refused filter, the expression that was probably meant.</param>
/// <param name="Offset">With a refused filter, the character at which the fault is; with a refused upload, the byte.</param>
/// <param name="Packets">With a refused upload, how many packets before the fault are good.</param>
/// <param name="Instruction">With a refused program, the instruction that breaks a rule.</param>
/// <param name="Rule">With a refused program, the rule.</param>
internal sealed record ProblemView(
    string Title,
    int Status,
    string Detail,
    string Errno,
    string Request,
    string? Type = null,
    string? Suggestion = null,
    long? Offset = null,
    long? Packets = null,
    int? Instruction = null,
    string? Rule = null);
