/* `user add|list|remove` */
#include <stdio.h>
#include <string.h>

#include "baku_case.h"
#include "cli.h"
#include "out.h"

static void print_added(const struct cli *cli, const json_t *document)
{
    out(say(cli, "Pengguna %s", "User %s"), text_at(document, "user"));
    if (*text_at(document, "region"))
        out(" · %s (%s)", text_at(document, "actor"), text_at(document, "region"));
    if (json_is_true(json_object_get(document, "administrator")))
        out(" · administrator");
    out("\n");
    if (json_is_true(json_object_get(document, "first")))
        out(say(cli, "  pengguna pertama, di penyimpanan baru %s\n", "  the first user, in the new store %s\n"),
            cli->store);
    if (*text_at(document, "warning")) {
        out_in(cli, YELLOW, say(cli, "  perhatikan: ", "  note: "));
        out("%s\n", text_at(document, "warning"));
    }
}

static void print_removed(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *item;
    if (*text_at(document, "actor"))
        out(say(cli, "Pengguna %s tidak bertugas lagi sebagai %s", "The user %s may not act as %s any more"),
            text_at(document, "user"), text_at(document, "actor"));
    else
        out(say(cli, "Pengguna %s tidak berhak lagi, dan nama itu tidak dipakai lagi",
                "The user %s may do nothing any more, and that name is not given again"),
            text_at(document, "user"));
    if (*text_at(document, "region"))
        out(" (%s)", text_at(document, "region"));
    out(say(cli, "; catatan lamanya tetap ada.\n", "; old records stay.\n"));
    json_array_foreach (json_object_get(document, "waiting"), i, item) {
        out_in(cli, YELLOW, say(cli, "  perhatikan: ", "  note: "));
        out(say(cli, "tidak ada lagi yang bertugas sebagai %s (%s); yang menunggu, misalnya: perkara %lld, %s\n",
                "nobody may act as %s (%s) any more; waiting, for one: case %lld, %s\n"),
            text_at(item, "actor"), text_at(item, "region"), number_at(item, "case"), text_at(item, "step"));
    }
}

static void print_users(const struct cli *cli, const json_t *document)
{
    size_t i, k;
    const json_t *item, *grant;
    json_array_foreach (json_object_get(document, "items"), i, item) {
        out_padded(text_at(item, "user"), 20);
        if (json_is_true(json_object_get(item, "removed")))
            out(" %s", say(cli, "(dihapus)", "(removed)"));
        json_array_foreach (json_object_get(item, "grants"), k, grant) {
            out("%s %s", k ? "," : "", text_at(grant, "actor"));
            if (*text_at(grant, "region"))
                out(" (%s)", text_at(grant, "region"));
        }
        out("\n");
    }
}

static int wrong_words(const struct cli *cli)
{
    return usage_error(cli,
                       say(cli, "pakai: user add NAMA, user list, atau user remove NAMA",
                           "use: user add NAME, user list, or user remove NAME"),
                       say(cli, "Contoh: baku user add rudi --actor verifikator --region kaltim --as admin",
                           "Example: baku user add rudi --actor verifikator --region kaltim --as admin"));
}

static int carry_out(const struct cli *cli, const char *verb, struct baku *baku)
{
    struct baku_answer answer = {0};
    const char *name = cli->operands[1], *as = option_value(cli, OPTION_user_as);
    if (strcmp(verb, "list") == 0)
        return out_answer(cli, baku_user_list(baku, &answer), &answer, print_users);
    struct baku_user user = {.name = name,
                             .as = as,
                             .actor = option_value(cli, OPTION_user_actor),
                             .region = option_value(cli, OPTION_user_region)};
    if (strcmp(verb, "remove") == 0)
        return out_deed(cli, baku_user_remove(baku, &user, &answer), &answer, print_removed);
    return out_deed(cli, baku_user_add(baku, &user, &answer), &answer, print_added);
}

int cmd_user(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer none = {0};
    const char *verb = cli->n_operands ? cli->operands[0] : "";
    bool lists = strcmp(verb, "list") == 0, names = strcmp(verb, "add") == 0 || strcmp(verb, "remove") == 0;
    if ((!lists && !names) || cli->n_operands != (lists ? 1u : 2u))
        return wrong_words(cli);
    enum baku_status status = cli_open(cli, &baku);
    int code = status == BAKU_YES ? carry_out(cli, verb, baku) : out_answer(cli, status, &none, NULL);
    baku_close(baku);
    return code;
}
