/* `case VERB …`: what is done with cases, and how they stand. */
#include <stdio.h>
#include <string.h>

#include "case_text.h"
#include "deed.h"
#include "list_text.h"

/* An option of `case` that this verb does not take, or NULL. */
static const char *stray_option(const struct cli *cli, const struct verb_row *verb)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = option_row((enum option)i);
        if (row->command == COMMAND_case && option_given(cli, (enum option)i) && !verb_takes(verb, row))
            return row->name;
    }
    return NULL;
}

static size_t count_words(const char *words)
{
    size_t n = *words != '\0';
    for (; *words; words++)
        n += *words == ' ';
    return n;
}

/* Its operands are named, not counted. */
static void say_operands(const struct cli *cli, const struct verb_row *verb, char *message, size_t size)
{
    const char *operands = verb->operands[cli->lang];
    if (verb == verb_row(VERB_case_start) && option_given(cli, OPTION_case_from))
        snprintf(message, size, "%s",
                 say(cli, "dengan --from tidak disebut apa-apa lagi; SOP setiap perkara ada dalam berkasnya",
                     "with --from nothing else is named; each case's SOP stands in the file"));
    else if (option_given(cli, OPTION_case_texts))
        snprintf(message, size, "%s",
                 say(cli, "dengan --texts hanya perkaranya yang disebut: case erase PERKARA --texts",
                     "with --texts only the case is named: case erase CASE --texts"));
    else if (*operands)
        snprintf(message, size, say(cli, "pakai: case %s %s", "use: case %s %s"), verb->name, operands);
    else
        snprintf(message, size, say(cli, "sesudah case %s tidak ada lagi yang disebut", "nothing is named after case %s"),
                 verb->name);
}

static int check_words(const struct cli *cli, const struct verb_row *verb)
{
    char message[200], help[300];
    const char *stray = stray_option(cli, verb);
    bool imports = verb == verb_row(VERB_case_start) && option_given(cli, OPTION_case_from);
    bool texts = verb == verb_row(VERB_case_erase) && option_given(cli, OPTION_case_texts);
    size_t operands = imports ? 0 : count_words(verb->operands[0]) - texts;
    snprintf(help, sizeof help, "%s %s", say(cli, "Contoh:", "Example:"),
             imports ? "baku case start --from perkara.csv --as sari" : verb->example);
    if (stray)
        snprintf(message, sizeof message, say(cli, "case %s tidak memakai --%s", "case %s takes no --%s"), verb->name,
                 stray);
    else if (cli->n_operands - 1 != operands)
        say_operands(cli, verb, message, sizeof message);
    else if (option_given(cli, OPTION_case_ya) && option_given(cli, OPTION_case_tidak))
        snprintf(message, sizeof message, "%s",
                 say(cli, "--ya atau --tidak, tidak keduanya", "--ya or --tidak, not both"));
    else if (verb == verb_row(VERB_case_cancel) && !option_given(cli, OPTION_case_reason))
        snprintf(message, sizeof message, "%s", say(cli, "sebutkan alasannya: --reason", "say why: --reason"));
    else if (option_given(cli, OPTION_case_from) &&
             (option_given(cli, OPTION_case_title) || option_given(cli, OPTION_case_given) ||
              option_given(cli, OPTION_case_key)))
        snprintf(message, sizeof message, "%s",
                 say(cli, "dengan --from, judul, dokumen dan kunci berasal dari berkasnya",
                     "with --from, title, documents and key come from the file"));
    else if (verb == verb_row(VERB_case_move) && !option_given(cli, OPTION_case_to))
        snprintf(message, sizeof message, "%s",
                 say(cli, "sebutkan revisi tujuannya: --to REVISI", "say which revision to move to: --to REVISION"));
    else
        return 0;
    return usage_error(cli, message, help);
}

static enum baku_status move(const struct cli *cli, struct baku *baku, struct baku_answer *answer)
{
    struct baku_moving moving = {.as = option_value(cli, OPTION_case_as),
                                 .to = option_value(cli, OPTION_case_to),
                                 .reason = option_value(cli, OPTION_case_reason),
                                 .dry_run = option_given(cli, OPTION_case_dry_run)};
    return baku_case_move(baku, cli->operands[1], &moving, answer);
}

static enum baku_status erase(const struct cli *cli, struct baku *baku, struct baku_answer *answer)
{
    struct baku_erasing erasing = {.as = option_value(cli, OPTION_case_as),
                                   .document = cli->n_operands > 2 ? cli->operands[2] : NULL,
                                   .texts = option_given(cli, OPTION_case_texts),
                                   .reason = option_value(cli, OPTION_case_reason)};
    return baku_case_erase(baku, cli->operands[1], &erasing, answer);
}

static enum baku_status act(const struct cli *cli, enum verb verb, struct baku *baku, struct baku_answer *answer)
{
    struct deed deed;
    const char *const *operands = cli->operands + 1, *from = option_value(cli, OPTION_case_from);
    enum baku_status status = BAKU_FAILED;
    if (deed_read(&deed, cli)) {
        if (verb == VERB_case_start && from)
            status = baku_case_import(baku, from, &deed.deed, answer);
        else if (verb == VERB_case_start)
            status = baku_case_start(baku, operands[0], &deed.deed, answer);
        else if (verb == VERB_case_do)
            status = baku_case_do(baku, operands[0], operands[1], &deed.deed, answer);
        else if (verb == VERB_case_give)
            status = baku_case_give(baku, operands[0], &deed.deed, answer);
        else if (verb == VERB_case_expire)
            status = baku_case_expire(baku, operands[0], operands[1], &deed.deed, answer);
        else
            status = baku_case_cancel(baku, operands[0], &deed.deed, answer);
    }
    deed_release(&deed);
    return status;
}

/* A content goes to a new file; a text that can be shown goes to the screen where no file is named. */
static int get(const struct cli *cli, struct baku *baku)
{
    struct baku_answer answer = {0};
    struct baku_content content;
    const char *to = option_value(cli, OPTION_case_to);
    enum baku_status status =
        baku_case_get(baku, cli->operands[1], cli->operands[2], option_value(cli, OPTION_case_seq), &content, &answer);
    bool writes = status == BAKU_YES && to, written = writes && out_file(to, content.bytes, content.size);
    int code = writes && !written ? out_cannot_write(cli, to)
                                  : out_answer(cli, status, &answer, writes ? print_got : print_content);
    if (writes && !written)
        baku_answer_release(&answer);
    baku_content_release(&content);
    return code;
}

static int list(const struct cli *cli, struct baku *baku)
{
    struct baku_answer answer = {0};
    struct baku_wanted wanted = {.region = option_value(cli, OPTION_case_region),
                                 .state = option_value(cli, OPTION_case_state),
                                 .sop = option_value(cli, OPTION_case_sop),
                                 .revision = option_value(cli, OPTION_case_revision),
                                 .after = option_value(cli, OPTION_case_after)};
    if (!option_number(cli, OPTION_case_most, &wanted.most))
        return BAKU_UNKNOWN;
    return out_answer(cli, baku_case_list(baku, &wanted, &answer), &answer, print_cases);
}

static int carry_out(const struct cli *cli, enum verb verb, struct baku *baku)
{
    struct baku_answer answer = {0};
    bool imports = option_given(cli, OPTION_case_from);
    switch (verb) {
    case VERB_case_move:
        return out_deed(cli, move(cli, baku, &answer), &answer, print_moved);
    case VERB_case_erase:
        return out_deed(cli, erase(cli, baku, &answer), &answer, print_erased);
    case VERB_case_get:
        return get(cli, baku);
    case VERB_case_show:
        return out_answer(cli, baku_case_show(baku, cli->operands[1], &answer), &answer, print_case);
    case VERB_case_history:
        return out_answer(cli, baku_case_history(baku, cli->operands[1], &answer), &answer, print_history);
    case VERB_case_list:
        return list(cli, baku);
    case VERB_case_start:
    case VERB_case_do:
    case VERB_case_give:
    case VERB_case_expire:
    case VERB_case_cancel:
    case VERB_user_add:
    case VERB_user_list:
    case VERB_user_remove:
    case VERB_COUNT:
        break;
    }
    return out_deed(cli, act(cli, verb, baku, &answer), &answer, imports ? print_import : print_outcome);
}

int cmd_case(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer none = {0};
    enum verb verb = cli->n_operands ? find_verb(COMMAND_case, cli->operands[0]) : VERB_COUNT;
    if (verb == VERB_COUNT)
        return unknown_verb(cli, COMMAND_case, cli->n_operands ? cli->operands[0] : NULL);
    int wrong = check_words(cli, verb_row(verb));
    if (wrong)
        return wrong;
    enum baku_status status = cli_open(cli, &baku);
    int code = status == BAKU_YES ? carry_out(cli, verb, baku) : out_answer(cli, status, &none, NULL);
    baku_close(baku);
    return code;
}
