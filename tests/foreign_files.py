"""Files of other programs, as they write them."""

DMSY = """\
dmsy:
  dm_type: discrete-dm
  version: 1
  meta:
    description: Decision Matrix Simple YAML format
    skcriteria: '0.9'
    created_at: 2025-08-01 10:11:12.131415
data:
  matrix:
  - [7, 5.5, 8]
  - [5, 4, 6]
  objectives: [1, -1, 1]
  weights: [2.0, 4.0, 1.0]
  dtypes: [int64, float64, int64]
  alternatives: [PE, JN]
  criteria: [ROE, CAP, RI]
  extra: {}
"""

AHP = """\
Version: 2.0
Alternatives: &alternatives
  Beach:
    cost: 10000
  Mountains:
    cost: 5000
Goal:
  name: Vacation
  preferences:
    priority:
      - Costs: 1/4
      - Fun: 3/4
  children:
    Costs:
      preferences:
        priority:
          - Mountains: 2/3
          - Beach: 1/3
      children: *alternatives
    Fun:
      preferences:
        score:
          - Sport: 3
          - Food: 1
      children:
        Sport:
          preferences:
            score:
              - Beach: 2
              - Mountains: 6
          children: *alternatives
        Food:
          preferences:
            priority:
              Beach: 0.5
              Mountains: 0.5
          children: *alternatives
"""

JSMAA = """\
<?xml version="1.0" encoding="UTF-8" ?>
<SMAA-2-model name="Benefit and risk" modelVersion="2">
  <alternatives>
    <alternative id="0" name="Fluoxetine"/>
    <alternative id="1" name="Paroxetine"/>
  </alternatives>
  <criteria>
    <criterion class="cardinalCriterion" id="2" name="Efficacy">
      <ascending value="true"/>
      <scale start="0.0" end="2.0"/>
      <points><point x="0.5" y="0.4"/></points>
    </criterion>
    <criterion class="cardinalCriterion" id="3" name="Nausea">
      <ascending value="false"/>
      <scale start="0.0" end="40.0"/>
    </criterion>
  </criteria>
  <measurements>
    <measurement>
      <criterion class="cardinalCriterion" ref="2"/>
      <value class="exact" value="1.0"/>
      <alternative ref="0"/>
    </measurement>
    <measurement>
      <criterion class="cardinalCriterion" ref="2"/>
      <value class="interval" start="0.5" end="1.5"/>
      <alternative ref="1"/>
    </measurement>
    <measurement>
      <criterion class="cardinalCriterion" ref="3"/>
      <value class="gaussian" mean="18.6" stdev="0.0"/>
      <alternative ref="0"/>
    </measurement>
  </measurements>
  <preferences class="cardinalPreferences" id="4">
    <preference>
      <criterion class="cardinalCriterion" ref="3"/>
      <value class="exact" value="0.25"/>
    </preference>
    <preference>
      <criterion class="cardinalCriterion" ref="2"/>
      <value class="exact" value="0.75"/>
    </preference>
  </preferences>
</SMAA-2-model>
"""
