#include "baku_sop.h"
#include "cli.h"
#include "findings_text.h"
#include "out.h"

/* What the library is asked for; text is made of the findings here. */
static enum baku_findings_format format_of(const struct cli *cli)
{
    return cli->format == FORMAT_sarif ? BAKU_SARIF : cli->format == FORMAT_md ? BAKU_MARKDOWN : BAKU_FINDINGS;
}

/* A log is JSON, printed as it is; only an error is text, whatever was asked for but json. */
int cmd_check(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    struct baku_check_options options = {.strict = option_given(cli, OPTION_check_strict),
                                         .format = format_of(cli),
                                         .accepted = option_given(cli, OPTION_check_accepted)};
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_check(baku, cli->operands, cli->n_operands, &options, &answer);
    struct cli as_json = *cli;
    as_json.json = cli->json || (cli->format == FORMAT_sarif && (status == BAKU_YES || status == BAKU_NO));
    int code = out_answer(&as_json, status, &answer, cli->format == FORMAT_md ? out_page : print_findings);
    baku_close(baku);
    return code;
}
