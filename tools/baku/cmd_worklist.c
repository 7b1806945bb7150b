#include "baku_case.h"
#include "list_text.h"

int cmd_worklist(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    struct baku_wanted wanted = {.as = option_value(cli, OPTION_worklist_as),
                                 .actor = option_value(cli, OPTION_worklist_actor),
                                 .region = option_value(cli, OPTION_worklist_region),
                                 .late = option_given(cli, OPTION_worklist_late),
                                 .after = option_value(cli, OPTION_worklist_after)};
    if (cli->n_operands)
        return usage_error(cli, say(cli, "worklist tidak memakai argumen", "worklist takes no operands"),
                           say(cli, "Contoh: baku worklist --as rudi", "Example: baku worklist --as rudi"));
    if (!option_number(cli, OPTION_worklist_most, &wanted.most))
        return BAKU_UNKNOWN;
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_worklist(baku, &wanted, &answer);
    int code = out_answer(cli, status, &answer, print_worklist);
    baku_close(baku);
    return code;
}
