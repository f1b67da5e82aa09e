"""Notes who changed, whatever writes: an action, a bulk load, a merge, or a row that is erased.

Once for each statement and member, so that loading millions of ties notes each member once.
"""

# Where somebody's part in the graph is kept, and in which column she stands.
TABLES = {
    "connections_connection": "holder_id",
    "connections_gobetweenconsent": "actor_id",
    "connections_gobetweenexcept": "actor_id",
    "connections_introductionstep": "go_between_id",
}
FUNCTIONS = """
create function connections_note_changed() returns trigger language plpgsql as $$
begin
    execute format(
        case tg_op
            when 'INSERT' then 'insert into connections_networkchange (member)
                select distinct %1$I from come'
            when 'DELETE' then 'insert into connections_networkchange (member)
                select distinct %1$I from gone'
            else 'insert into connections_networkchange (member)
                select %1$I from come union select %1$I from gone'
        end, tg_argv[0]);
    return null;
end $$;
create function connections_note_account() returns trigger language plpgsql as $$
begin
    insert into connections_networkchange (member) select new.actor_id
    where new.actor_id is not null;
    return null;
end $$;
create trigger network_changed after update of is_active on people_account
for each row when (old.is_active is distinct from new.is_active)
execute function connections_note_account();
"""
EVENTS = {
    "insert": "new table as come",
    "delete": "old table as gone",
    "update": "old table as gone new table as come",
}


def _created() -> str:
    parts = [FUNCTIONS]
    for table, column in TABLES.items():
        parts += [
            f"create trigger network_{event} after {event} on {table} referencing {seen}"
            f" for each statement execute function connections_note_changed('{column}');"
            for event, seen in EVENTS.items()
        ]
    return "\n".join(parts)


def _dropped() -> str:
    parts = [f"drop trigger network_{event} on {table};" for table in TABLES for event in EVENTS]
    return "\n".join(
        [
            *parts,
            "drop trigger network_changed on people_account;",
            "drop function connections_note_changed; drop function connections_note_account;",
        ]
    )


CREATE, DROP = _created(), _dropped()
