"""A scenario whose text would steer a terminal, a spreadsheet or a page, and the forms it is shown in."""

FORMATS = ["table", "json", "csv", "md"]

TRICKY = r"""
format: scenario/1
id: tricky
title: "Ally [deny] basing [/x] :warning: \e[31mred"
question: "[bold]no[/bold] [link=https://example.org]x[/link] *y* `z` <b> 名前 | ~ # _"
decision_maker: "\u202eturned round"
drivers:
  price: {title: "=cmd|' /C calc'!A0"}
  taste: {title: "[red]taste[/red]"}
options:
  sum: {title: "=1+1"}
  at: {title: "@SUM(A1:A9)"}
  minus: {title: -1}
  plus: {title: "+1"}
  deny: {title: "Ally [deny] basing"}
  close: {title: "[/x]"}
  emoji: {title: ":warning:"}
  escape: {title: "\e[31mred\e[0m\a"}
  lines: {title: "one\ntwo"}
  long: {title: "a title that no column of a table can ever hold, 名前名前名前名前名前名前名前名前名前名前"}
ratings:
  sum: {price: 1, taste: {value: 2, why: "=1+1"}}
  at: {price: 2, taste: 3}
  minus: {price: 3, taste: 4}
  plus: {price: 4, taste: 5}
  deny: {price: 5, taste: 6}
  close: {price: 6, taste: 7}
  emoji: {price: 7, taste: 8}
  escape: {price: 8, taste: 9}
  lines: {price: 9, taste: 9}
  long: {price: 9.5, taste: 9}
"""
